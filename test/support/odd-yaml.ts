/* The odd things that YAML has, for the texts of arbitrary-yaml.ts. */

/** The entries of a list, parted by bars. */
const listed = (text: string): readonly string[] => text.split("¦");

/** Unquoted values that one reader of YAML or another takes for something special. */
export const oddScalars = listed(`\
¦~¦null¦Null¦NULL¦true¦True¦TRUE¦false¦yes¦Yes¦no¦NO¦on¦Off¦y¦N¦=¦<<¦-¦?¦:¦--¦---¦...¦-x¦?x¦:x¦a:b¦a: b¦\
a #b¦a#b¦#a¦0¦-0¦+0¦1¦+1¦-1¦007¦010¦-010¦08¦0o17¦0O17¦-0o17¦0x1F¦0X1f¦-0x1¦0b101¦0B1¦-0b1¦0b2¦0o9¦0xg¦\
1_000¦_1¦1_¦1__0¦0_7¦1e3¦1E3¦1e+3¦1e-3¦1e400¦-1e400¦1e¦e3¦1.¦.5¦-.5¦+.5¦.¦..¦1.5¦1.50¦1._5¦1.5e3¦0.1e1¦\
.inf¦-.inf¦+.INF¦.Inf¦.nan¦.NaN¦inf¦nan¦Infinity¦0x¦0b¦0x1.8p3¦0x1p-2¦1:30¦190:20:30¦1:60¦12:30:45.6¦\
-1:30¦2024-01-01¦2024-1-1¦2024-13-45¦0000-00-00¦2001-12-14t21:59:43.10-05:00¦2001-12-14 21:59:43¦\
2001-12-14T21:59:43Z¦20:30¦2024-01-01x¦123456789012345¦1234567890123456¦9007199254740993¦\
9223372036854775807¦9223372036854775808¦18446744073709551616¦123456789012345678901234567890¦\
0.1234567890123456789¦1234567890123456.7¦8.1.100.28¦10.213.0.0/24¦Chat In¦http://x.example:80/y?z=1#q¦\
@x¦\`x¦%x¦!x¦&x¦*x¦|¦>¦| x¦"x¦'x¦x"¦it's¦a, b¦[x¦x]¦{x¦x}¦{}¦[]¦a\tb¦a \\n b¦é¦日本¦😀¦a\u0085b¦a\u2028b¦\
a\ufeffb¦\u00a0a¦a\u00a0¦a\u200bb¦a\u0000b¦a\u0007b¦a\u007fb¦a\u009fb¦secure¦__proto__¦constructor¦\
v1:abc¦9e9999¦1e1_0¦0.¦-¦- a¦+¦+.¦-.¦0_¦٣¦１`);

/** Pieces of quoted texts. */
export const escapes = listed(`\
\\n¦\\t¦\\0¦\\a¦\\b¦\\e¦\\f¦\\v¦\\r¦\\"¦\\\\¦\\/¦\\ ¦\\_¦\\N¦\\L¦\\P¦\\x41¦\\xe9¦\\u0041¦\\u2028¦\
\\uD83D\\uDE00¦\\uD83D¦\\U0001F600¦\\U00110000¦\\x4¦\\q¦\\'¦\\\n¦\\\t¦\n¦\n\n¦\n  ¦''¦é¦\t¦a¦b ¦ c¦: ¦\
 #¦010¦\u0085¦\u2028¦\ufeff¦\u0001¦\u007f¦\u0080¦\ufffe¦\uffff¦\r¦\r\n¦😀`);

/** What a block of text can begin with. */
export const blockHeaders = listed(`\
|¦>¦|-¦>-¦|+¦>+¦|2¦>1-¦|-2¦|0¦| # why¦>+ `);

/** Lines of a block of text. */
export const blockLines = listed(`\
a¦a b¦ a¦  a¦\ta¦a ¦a\t¦¦ ¦\t¦# a¦- a¦a: b¦---¦...¦010¦é¦a\u0085b¦a\u2028b¦\ufeff`);

/** What can stand before a value; nothing rather often. */
export const properties = listed(`\
¦¦¦¦¦¦¦¦¦&a ¦!!str ¦!!int ¦!!binary ¦!!null ¦!own ¦! ¦!!float ¦!!set ¦!<tag:x> ¦&a !!str `);

/** Keys in every way of writing. */
export const oddKeys = listed(`\
"a"¦'a'¦"010"¦"a\\/b"¦"\\u0061"¦<<¦? a¦[a]¦{a: b}¦*a¦&a a¦!!str a¦""¦`);

/** What can stand before a config. */
export const heads = listed(`\
¦¦¦¦# why\n¦---\n¦%YAML 1.1\n---\n¦\ufeff¦x: &a b\n¦encryptionsalt: v1:x\n¦environment: [x]\n`);

/** What can stand behind a definition. */
export const tails = listed(`\
¦\n¦\n¦\n¦\n...\n¦\n---\n¦\n  genesys-chat:other: [yes, 010]\n¦\n  genesys-chat:other: 2024-01-01\n¦\
\n  deployment: x\n¦\n  genesys-chat:config:deployment: x\n¦\n  a:b:c: x\n¦\nx: 1\n¦\n  # why\n¦\n\t\n`);

/** What a slip of the finger leaves behind. */
export const pieces = listed(`\
\t¦ ¦\n¦  ¦:¦: ¦- ¦#¦ #¦'¦"¦[¦]¦{¦}¦,¦&a ¦*a¦!¦|¦>¦%¦@¦\`¦\r¦\r\n¦\u0085¦\u2028¦\ufeff¦\\¦<<: ¦---\n¦\
...\n¦? ¦0¦~¦\u00a0`);
