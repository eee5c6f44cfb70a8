import { applyRealms } from '/work/identity/scripts/keycloak/apply-realms'
const secrets=Object.fromEntries(['PORTAL','JUPYTERHUB','PROVISIONER','ENTRY'].map(n=>[n+'_CLIENT_SECRET','secret-of-'+n+'-12345678']))
for (let i=0;i<2;i++){const t=Date.now();await applyRealms({url:'http://127.0.0.1:28081',clientId:'installer',clientSecret:'installer-secret-123456'},{PORTAL_URL:'http://localhost:28080',JUPYTERHUB_URL:'http://127.0.0.1:28090',DEMO_SESSION_SECONDS:'86400',...secrets});console.log('applied',Date.now()-t)}
