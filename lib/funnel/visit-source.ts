const searchEngines = /(^|\.)(google|bing|duckduckgo|ecosia|qwant|startpage|yahoo|baidu|yandex|brave|kagi)\./

export interface Origin {
  /** `Search`, `Direct`, the name in the link, or the host of the page that linked here. */
  source: string
  campaign: string | null
}

const tidy = (text: string | undefined) => text?.trim().slice(0, 60) || null

/** Where a visit came from: what the link says of itself (utm_source, utm_campaign), else the page that linked here. */
export function originOf({ utmSource, utmCampaign, referrer, ownHost }: { utmSource?: string; utmCampaign?: string; referrer?: string; ownHost: string }): Origin {
  const campaign = tidy(utmCampaign)
  const named = tidy(utmSource)
  if (named) return { source: named, campaign }
  const host = referrer && URL.canParse(referrer) ? new URL(referrer).hostname.replace(/^www\./, '') : null
  if (!host || host === ownHost) return { source: 'Direct', campaign }
  return { source: searchEngines.test(`${host}`) ? 'Search' : host.slice(0, 60), campaign }
}
