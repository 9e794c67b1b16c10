<%-- Put the page here that the deployment guide has you download: the single-tenant one for one tenant. --%>
