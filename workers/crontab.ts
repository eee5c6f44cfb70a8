/** Every minute the sweep; stories a little after midnight of the sites, so that the pool is never without today's. */
export const crontab = `
* * * * * reconcile-all ?jobKey=reconcile-all {}
*/10 * * * * ensure-stories ?jobKey=ensure-stories {}
`
