import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

/** What a process of the product counts, for Prometheus. */
function makeMetrics() {
  const register = new Registry()
  collectDefaultMetrics({ register, prefix: 'millrace_' })
  const registers = [register]
  return {
    register,
    requests: new Histogram({ name: 'millrace_request_seconds', help: 'Requests to the API', labelNames: ['operation', 'status'], buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10], registers }),
    jobs: new Histogram({ name: 'millrace_job_seconds', help: 'Jobs that were worked', labelNames: ['job', 'outcome'], buckets: [0.05, 0.1, 0.5, 1, 5, 15, 60, 300], registers }),
  }
}

const holder = globalThis as typeof globalThis & { millraceMetrics?: ReturnType<typeof makeMetrics> }
/** Of this process; kept on globalThis, because a development server loads modules more than once. */
export const metrics = () => (holder.millraceMetrics ??= makeMetrics())

export async function measureRequest(operation: string, work: () => Promise<Response>): Promise<Response> {
  const end = metrics().requests.startTimer({ operation })
  const response = await work()
  end({ status: response.status })
  return response
}

export async function measureJob<T>(job: string, work: () => Promise<T>): Promise<T> {
  const end = metrics().jobs.startTimer({ job })
  try {
    const result = await work()
    end({ outcome: 'done' })
    return result
  } catch (error) {
    end({ outcome: 'failed' })
    throw error
  }
}

/** What is asked of the database when somebody scrapes: one value by label. */
export interface Reading {
  name: string
  help: string
  labels: string[]
  values: [labels: Record<string, string>, value: number][]
}

/** The process's own metrics and these readings, as text. */
export async function metricsText(readings: Reading[]): Promise<string> {
  const register = new Registry()
  for (const { name, help, labels, values } of readings) {
    const gauge = new Gauge({ name, help, labelNames: labels, registers: [register] })
    for (const [label, value] of values) gauge.set(label, value)
  }
  return `${await metrics().register.metrics()}\n${await register.metrics()}`
}
