import { Segmented } from '@/components/ui/segmented'

const tabs = [
  ['open', 'Open', '/alarms'],
  ['history', 'History', '/alarms/history'],
  ['rules', 'Rules', '/alarms/rules'],
  ['latency', 'Latency', '/alarms/latency'],
] as const

/** The pages of the alarm room. */
export const AlarmTabs = ({ current }: { current: (typeof tabs)[number][0] }) => (
  <div>
    <Segmented label="Pages of alarms" current={current} segments={tabs.map(([key, label, href]) => ({ key, label, href }))} />
  </div>
)
