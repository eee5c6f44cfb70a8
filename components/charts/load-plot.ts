type Plot = typeof import('@/components/charts/trend-plot').default

let loaded: Plot | null = null

/** Fetches the chart library, once. */
export async function loadPlot(): Promise<{ default: Plot }> {
  const { default: plot } = await import('@/components/charts/trend-plot')
  loaded = plot
  return { default: plot }
}

/** Null while it has not come. */
export const loadedPlot = (): Plot | null => loaded
