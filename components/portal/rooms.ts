import { Activity, BellRing, BookMarked, ArrowDownWideNarrow, AudioWaveform, BookOpen, Boxes, CircleHelp, ChartLine, CirclePause, Database, Factory, Gauge, LayoutDashboard, LayoutGrid, type LucideIcon, Scale, Search, Settings, Sigma, SquareTerminal, Wrench, Zap } from 'lucide-react'

export interface Room {
  /** First part of the path. */
  key: string
  label: string
  icon: LucideIcon
  /** The room has a page for each place of the plant. */
  hasPlaces: boolean
  group: 'Rooms' | 'Data' | 'You'
}

/** Every room that there is; what is not here is not linked anywhere. */
export const rooms: Room[] = [
  { key: 'plant', label: 'Production', icon: Factory, hasPlaces: true, group: 'Rooms' },
  { key: 'alarms', label: 'Alarms', icon: BellRing, hasPlaces: false, group: 'Rooms' },
  { key: 'oee', label: 'OEE and losses', icon: Gauge, hasPlaces: true, group: 'Rooms' },
  { key: 'downtime', label: 'Downtime', icon: CirclePause, hasPlaces: true, group: 'Rooms' },
  { key: 'quality', label: 'Quality', icon: Activity, hasPlaces: true, group: 'Rooms' },
  { key: 'energy', label: 'Energy', icon: Zap, hasPlaces: true, group: 'Rooms' },
  { key: 'yield', label: 'Yield', icon: Scale, hasPlaces: true, group: 'Rooms' },
  { key: 'compare', label: 'Compare lines', icon: ArrowDownWideNarrow, hasPlaces: false, group: 'Rooms' },
  { key: 'signals', label: 'Signals', icon: AudioWaveform, hasPlaces: true, group: 'Rooms' },
  { key: 'trends', label: 'Trends', icon: ChartLine, hasPlaces: false, group: 'Rooms' },
  { key: 'batches', label: 'Batches', icon: Boxes, hasPlaces: false, group: 'Rooms' },
  { key: 'maintenance', label: 'Maintenance', icon: Wrench, hasPlaces: true, group: 'Rooms' },
  { key: 'findings', label: 'Findings', icon: Search, hasPlaces: false, group: 'Rooms' },
  { key: 'services', label: 'Services', icon: LayoutGrid, hasPlaces: false, group: 'Data' },
  { key: 'dashboards', label: 'Dashboards', icon: LayoutDashboard, hasPlaces: false, group: 'Data' },
  { key: 'data', label: 'Data', icon: Database, hasPlaces: false, group: 'Data' },
  { key: 'query', label: 'Query', icon: SquareTerminal, hasPlaces: false, group: 'Data' },
  { key: 'catalog', label: 'Catalogue', icon: BookMarked, hasPlaces: false, group: 'Data' },
  { key: 'analyses', label: 'Analyses', icon: Sigma, hasPlaces: false, group: 'Data' },
  { key: 'notebooks', label: 'Notebooks', icon: BookOpen, hasPlaces: false, group: 'Data' },
  { key: 'settings', label: 'Settings', icon: Settings, hasPlaces: false, group: 'You' },
  { key: 'help', label: 'Help', icon: CircleHelp, hasPlaces: false, group: 'You' },
]
