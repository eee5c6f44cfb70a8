import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'

/** What the process counts that brings open screens their alarms, for Prometheus. */
export function liveMetrics() {
  const register = new Registry()
  collectDefaultMetrics({ register, prefix: 'millrace_live_' })
  const registers = [register]
  return {
    register,
    screens: new Gauge({ name: 'millrace_live_screens', help: 'Open screens', registers }),
    frames: new Counter({ name: 'millrace_live_frames_total', help: 'Frames written to open screens', labelNames: ['event'], registers }),
    told: new Histogram({ name: 'millrace_live_told_seconds', help: 'From a change heard of until the frame that shows it is written', labelNames: ['event'], buckets: [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5], registers }),
  }
}

export type LiveMetrics = ReturnType<typeof liveMetrics>
