import type { TileView } from '@/lib/plant/views/dashboard-view'

/** What the figure of a tile is called, on the page and in a mail. */
export const tileTitles: Record<TileView['kind'], string> = { 'oee-trend': 'OEE', quality: 'Rejects', energy: 'Electric power', 'downtime-pareto': 'Downtime' }
