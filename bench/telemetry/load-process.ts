// The load, in a process of its own: builds and signs everything, says that it is ready, sends when told, and says what came back.
import { OpenLoop, type Sent } from './open-loop'
import { prepare, type Stream } from './requests'

export interface LoadOrder {
  port: number
  connections: number
  streams: Stream[]
}
export type LoadReport = { ready: { requests: number; megabytes: number } } | { sent: Sent }

const tell = (report: LoadReport) => process.send!(report)

process.once('message', (order: LoadOrder) => {
  const all = order.streams.flatMap(prepare).sort((a, b) => a.dueMs - b.dueMs)
  tell({ ready: { requests: all.length, megabytes: all.reduce((sum, { bytes }) => sum + bytes.length, 0) / 2 ** 20 } })
  process.once('message', () => {
    void new OpenLoop(order.port, order.connections).run(all, Math.max(...order.streams.map(({ seconds }) => seconds))).then((sent) => {
      tell({ sent })
      process.disconnect()
    })
  })
})
