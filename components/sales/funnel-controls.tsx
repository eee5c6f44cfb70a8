import { Segmented } from '@/components/ui/segmented'
import { funnelHref, type FunnelPageWish, funnelPresets, windowChoices } from '@/lib/funnel/funnel-wish'

const presetWords: Record<keyof typeof funnelPresets, string> = { all: 'Visit to contract', demo: 'Demo', sale: 'Form to paid' }
const ranges = [['7d', '7 days'], ['31d', '31 days'], ['quarter', 'Quarter']] as const

/** What is counted, of whom, within how long: all of it stands in the address. */
export function FunnelControls({ wish }: { wish: FunnelPageWish }) {
  const preset = (Object.keys(funnelPresets) as (keyof typeof funnelPresets)[]).find((key) => funnelPresets[key].join() === wish.steps.join()) ?? ''
  return (
    <div className="flex flex-wrap gap-2">
      <Segmented label="Entered in the last" current={wish.range} segments={ranges.map(([range, label]) => ({ key: range, label, href: funnelHref(wish, { range }) }))} />
      <Segmented label="Steps" current={preset} segments={Object.entries(presetWords).map(([key, label]) => ({ key, label, href: funnelHref(wish, { steps: [...funnelPresets[key as keyof typeof funnelPresets]] }) }))} />
      <Segmented label="Window from the first step" current={String(wish.windowDays)} segments={windowChoices.map((days) => ({ key: String(days), label: `within ${days} d`, href: funnelHref(wish, { windowDays: days }) }))} />
      <Segmented label="Counted are" current={wish.unit} segments={[{ key: 'person', label: 'People', href: funnelHref(wish, { unit: 'person' }) }, { key: 'company', label: 'Companies', href: funnelHref(wish, { unit: 'company' }) }]} />
    </div>
  )
}
