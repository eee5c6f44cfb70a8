<#-- The frame of every page. Forms are those of the base theme; css/login.css gives them the product's look. -->
<#macro registrationLayout bodyClass="" displayInfo=false displayMessage=true displayRequiredFields=false>
<!doctype html>
<html lang="${lang}">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <meta name="robots" content="noindex">
  <title>${title!}</title>
  <link rel="icon" href="${url.resourcesPath}/img/favicon.svg">
  <link rel="preload" href="${url.resourcesPath}/fonts/archivo-latin-wdth-normal.woff2" as="font" type="font/woff2" crossorigin>
  <#list properties.styles?split(' ') as style>
  <link rel="stylesheet" href="${url.resourcesPath}/${style}">
  </#list>
  <script type="importmap">{"imports": {"rfc4648": "${url.resourcesCommonPath}/vendor/rfc4648/rfc4648.js"}}</script>
  <#if scripts??>
  <#list scripts as script>
  <script src="${script}"></script>
  </#list>
  </#if>
  <#-- Signed in or restarted in another tab: this one follows. -->
  <script type="module">
    <#outputformat "JavaScript">
    import { checkAuthSession, startSessionPolling } from ${(url.resourcesPath + "/js/authChecker.js")?c};
    startSessionPolling(${url.ssoLoginInOtherTabsUrl?c});
    <#if authenticationSession??>
    checkAuthSession(${authenticationSession.authSessionIdHash?c});
    </#if>
    </#outputformat>
  </script>
</head>
<body data-page="${pageId}">
  <header class="bar">
    <#if client?? && client.baseUrl?has_content><a class="logo" href="${client.baseUrl}"><#else><span class="logo"></#if>
      <svg width="26" height="26" viewBox="0 0 26 26" aria-hidden="true">
        <path class="channel" d="M1 6.5H9.5V13H17v6.5h8"/>
        <path class="base-line" d="M1 24.4H25"/>
      </svg>
      <span class="logo-word">Millrace</span>
    <#if client?? && client.baseUrl?has_content></a><#else></span></#if>
  </header>
  <main>
    <p class="place">${realm.displayName!''}</p>
    <#if auth?has_content && auth.showUsername() && !auth.showResetCredentials()>
    <h1><#nested "show-username">${msg("confirmItIsYou")}</h1>
    <p class="who">${auth.attemptedUsername} · <a href="${url.loginRestartFlowUrl}">${msg("somebodyElse")}</a></p>
    <#else>
    <h1><#nested "header"></h1>
    </#if>
    <div class="panel">
      <#if displayMessage && message?has_content && (message.type != 'warning' || !isAppInitiatedAction??)>
      <p class="message" data-type="${message.type}" role="<#if message.type = 'error'>alert<#else>status</#if>">${kcSanitize(message.summary)?no_esc}</p>
      </#if>
      <#nested "form">
      <#if auth?has_content && auth.showTryAnotherWayLink()>
      <form action="${url.loginAction}" method="post">
        <input type="hidden" name="tryAnotherWay" value="on">
        <button class="button" type="submit">${msg("doTryAnotherWay")}</button>
      </form>
      </#if>
      <#nested "socialProviders">
      <#if displayInfo><div class="info"><#nested "info"></div></#if>
    </div>
    <p class="note">${msg("whereYouAre")}</p>
  </main>
</body>
</html>
</#macro>
