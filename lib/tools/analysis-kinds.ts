/** The tools, by what an analysis made with them is called in an address. Without a schema: the landing page carries one too. */
export const analysisKinds = { spc: 'SPC analyser', oee: 'OEE calculator', roi: 'ROI calculator', 'gauge-rr': 'Gauge R&R' } as const

export type AnalysisKind = keyof typeof analysisKinds

export const isAnalysisKind = (text: string | undefined): text is AnalysisKind => text !== undefined && Object.hasOwn(analysisKinds, text)
