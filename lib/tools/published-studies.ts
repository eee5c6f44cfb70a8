import { kpisOf } from '@/lib/oee/kpis'
import type { Ratio } from '@/lib/oee/oee'
import { yieldChain } from '@/lib/oee/yields'
import { reliability } from '@/lib/reliability/mtbf'
import { cpInterval } from '@/lib/spc/capability-intervals'
import { gaugeStudy } from '@/lib/spc/gauge-rr'
import { aiagStudy, impedanceStudy } from '@/lib/spc/gauge-rr-published'
import rings from '@/lib/spc/piston-rings.json'
import { type Operation, planJobShop } from '@/lib/schedule/job-shop'
import jobShops from '@/lib/schedule/schedule-job-shop.json'
import { type PublishedExample, row } from '@/lib/tools/published-figure'
import { internalRate, presentValue } from '@/lib/tools/roi-tool'
import { spcTool } from '@/lib/tools/spc-tool'

const numberOf = (ratio: Ratio | undefined) => (typeof ratio === 'number' ? ratio : null)

function capabilityExamples(): PublishedExample[] {
  const answer = spcTool({ chart: 'xbar-r', values: rings.subgroups, phaseI: [1, 25], rules: 'none', spec: { lsl: 73.95, usl: 74.05, target: 74 } })
  const made = answer.ok ? answer.value.capability : null
  const montgomery = cpInterval(2.29, 19)
  return [
    {
      title: 'Intervals of capability, piston rings',
      source: 'R qcc 2.7, process.capability of pistonrings',
      figures: [row('Cp, lower', 1.491, made?.intervals.Cp?.lower, 3), row('Cp, upper', 1.915, made?.intervals.Cp?.upper, 3), row('Cpk, lower', 1.448, made?.intervals.Cpk.lower, 3), row('Cpk, upper', 1.878, made?.intervals.Cpk.upper, 3)],
    },
    { title: 'Interval of a Cp of 2.29 from 20 values', source: 'Montgomery, Introduction to Statistical Quality Control, example 8.4', figures: [row('Lower', 1.57, montgomery.lower, 2), row('Upper', 3.01, montgomery.upper, 2)] },
  ]
}

function gaugeExamples(): PublishedExample[] {
  const aiag = gaugeStudy(aiagStudy)
  const sas = gaugeStudy(impedanceStudy)
  const square = (study: typeof aiag, source: string) => (study.ok ? study.value.anova.find((one) => one.source === source)?.sumOfSquares : null)
  const share = (name: 'ev' | 'av' | 'grr' | 'pv') => (aiag.ok ? aiag.value.figures.components[name].studyRatio * 100 : null)
  return [
    {
      title: 'Gauge R&R, 10 parts × 3 appraisers × 3 trials',
      source: 'AIAG, Measurement Systems Analysis, 4th ed., and Minitab’s gageaiag',
      figures: [row('EV, % of study variation', 18.4, share('ev'), 1), row('AV, %', 20.9, share('av'), 1), row('GRR, %', 27.9, share('grr'), 1), row('PV, %', 96, share('pv'), 1)],
    },
    {
      title: 'Gauge R&R of thermal impedance',
      source: 'Houf and Berman 1988; SAS/STAT User’s Guide, VARCOMP',
      figures: [row('Sum of squares, part', 3935.955556, square(sas, 'part'), 6), row('Sum of squares, appraiser', 39.266667, square(sas, 'appraiser'), 6), row('Sum of squares, interaction', 48.511111, square(sas, 'interaction'), 6)],
    },
  ]
}

function timeExamples(): PublishedExample[] {
  const of = (elements: { operation: number; busy: number; production: number }) => {
    const made = kpisOf({ calendarMinutes: null, operationMinutes: elements.operation, plannedBusyMinutes: elements.busy, productionMinutes: elements.production, setupMinutes: 0, delayMinutes: 0, idealMinutes: elements.production, idealGoodMinutes: elements.production, total: 1, reject: 0, rework: 0, energyKwh: null, demand: null })
    return (key: string) => (made.ok ? numberOf(made.value.find((kpi) => kpi.key === key)?.value) : null)
  }
  const koch = of({ operation: 120, busy: 80, production: 60 })
  const smrp = of({ operation: 16, busy: 16, production: 12.26 })
  const failures = reliability({ operatingHours: 800, failures: 2, repairHours: null })
  const harry = yieldChain([{ name: 'A', units: 1000, defects: 100 }, { name: 'B', units: 1000, defects: 50 }, { name: 'C', units: 1000, defects: 8 }])
  return [
    { title: 'A machine that is not always scheduled', source: 'oee.academy (Koch), effectiveness FAQ 10', figures: [row('OEE', 0.75, koch('oee'), 2), row('OOE', 0.5, koch('ooe'), 2)] },
    { title: 'Availability of machine D', source: 'SMRP Best Practices, 6th ed., metric 2.1.1, table 1', figures: [row('Availability, %', 76.63, (smrp('availability') ?? Number.NaN) * 100, 2)] },
    {
      title: 'MTBF of 800 hours with 2 failures, 90 %',
      source: 'NIST/SEMATECH e-Handbook of Statistical Methods, 8.4.5.1',
      figures: [row('MTBF, h', 400, failures.ok ? numberOf(failures.value.mtbfHours) : null, 0), row('Lower, h', 127, failures.ok ? failures.value.mtbfInterval.lower : null, 0), row('Upper, h', 2251, failures.ok ? failures.value.mtbfInterval.upper : null, 0)],
    },
    { title: 'Rolled throughput yield of three steps', source: 'M. Harry, 2004', figures: [row('Yield', 0.85385, harry.ok ? harry.value.rolledThroughputYield : null, 5)] },
    {
      title: 'Present value and internal rate',
      source: 'Microsoft, reference of NPV and IRR',
      figures: [row('NPV', 1188.44, presentValue([0, -10_000, 3000, 4200, 6800], 0.1), 2), row('IRR, %', 8.7, (internalRate([-70_000, 12_000, 15_000, 18_000, 21_000, 26_000]) ?? Number.NaN) * 100, 1)],
    },
  ]
}

function planExamples(): PublishedExample[] {
  const figures = jobShops.instances.map(({ name, jobs, optimalMakespan }) => {
    const plan = planJobShop(jobs as Operation[][])
    return row(`${name}, makespan`, optimalMakespan, plan.ok && plan.value.isOptimal ? plan.value.makespan : null, 0)
  })
  return [{ title: 'Shortest plans of job shops, proven', source: 'OR-Library: Fisher and Thompson 1963, Lawrence 1984', figures }]
}

/** Studies that are no control chart: capability, gauges, time, failures, yield, money, plans. */
export const publishedStudies = (): PublishedExample[] => [...capabilityExamples(), ...gaugeExamples(), ...timeExamples(), ...planExamples()]
