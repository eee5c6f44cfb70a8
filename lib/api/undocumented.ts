/** Routes that serve the portal's own pages or speak somebody else's protocol: not an interface for others, so not in the document. */
export const undocumentedRoutes: Record<string, string> = {
  'app/api/auth': 'the sign-in library’s own protocol',
  'app/api/oidc': 'OpenID Connect between the portal and its identity provider',
  'app/api/demo': 'the live ledger of the page that shows a plant being built',
  'app/api/visit': 'what the pages of the site count',
  'app/api/room': 'what a demo plant notes of its rooms',
  'app/api/unsubscribe': 'RFC 8058, for mail programs',
  'app/api/follow': 'links of follow-up mails',
  'app/api/frame-ticket': 'tickets of dashboards that the portal’s pages frame',
  'app/api/live': 'live values of the portal’s pages',
  'app/api/export': 'downloads of the data page',
  'app/api/lake': 'queries of the query page, a line at a time, and their downloads',
  'app/api/2.1': 'the read part of the Unity Catalog API, as its own document describes it',
  'app/api/metrics': 'the text format of Prometheus, for whoever holds the token',
  'app/api/admin/usage/days': 'downloads of administration',
  'app/api/admin/invoice': 'downloads of administration',
  'app/api/openapi.json': 'the document itself',
}
