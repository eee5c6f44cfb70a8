/** Every minute the sweep; stories a little after midnight of the sites, so that the pool is never without today's; tables are measured at night. */
export const crontab = `
* * * * * reconcile-all ?jobKey=reconcile-all {}
* * * * * plan-follow-ups ?jobKey=plan-follow-ups {}
* * * * * plan-reports ?jobKey=plan-reports {}
* * * * * plan-figure-alerts ?jobKey=plan-figure-alerts {}
* * * * * erase-leads ?jobKey=erase-leads {}
* * * * * remove-tenants ?jobKey=remove-tenants {}
* * * * * send-invoices ?jobKey=send-invoices {}
* * * * * seal-lakes ?jobKey=seal-lakes {}
* * * * * check-freshness ?jobKey=check-freshness {}
15 2 * * * ask-for-marts ?jobKey=ask-for-marts {}
30 1 * * * profile-tables ?jobKey=profile-tables {}
*/5 * * * * record-notebook-work ?jobKey=record-notebook-work {}
*/5 * * * * meter-usage ?jobKey=meter-usage {}
*/4 * * * * refresh-gold ?jobKey=refresh-gold {}
* * * * * keep-tool-dashboards ?jobKey=keep-tool-dashboards {}
*/10 * * * * ensure-stories ?jobKey=ensure-stories {}
`
