import type { BatchSpec, LineSpec, RunBreak } from '@/lib/story/plant-spec'
import { cause } from '@/lib/story/plants/signal-specs'

const cleaning = (clock: string, minutes: number): RunBreak => ({ code: 'rinse', name: 'Rinse and inspect', kind: 'planned', clock, minutes })
const gradeChange = (clock: string, minutes: number): RunBreak => ({ code: 'changeover-grade', name: 'Grade change', kind: 'changeover', clock, minutes })

const reactorBatch = (nodeId: string): BatchSpec => ({
  yieldRatio: 0.964,
  steps: [
    { step: 'Charge', parameter: 'Monomer charged', unit: 'kg', planned: 24000, sd: 40, decimals: 0, atShare: 0 },
    { step: 'Heat', parameter: 'Start temperature', unit: '°C', planned: 78, sd: 0.4, decimals: 1, atShare: 0.05 },
    { step: 'Dose', parameter: 'Initiator dosing time', unit: 'min', planned: 40, sd: 0.8, decimals: 1, atShare: 0.15 },
    { step: 'React', parameter: 'Peak temperature', unit: '°C', planned: 92, sd: 0.6, decimals: 1, atShare: 0.4 },
    { step: 'Strip', parameter: 'Vacuum', unit: 'mbar', planned: 120, sd: 4, decimals: 0, atShare: 0.8 },
  ],
  lab: [
    { analyte: 'Viscosity', nodeId, unit: 'mPa·s', mean: 700, sd: 14, decimals: 0, lsl: 620, usl: 780, perBatch: 2 },
    { analyte: 'Solids', nodeId, unit: '%', mean: 70.2, sd: 0.25, decimals: 1, lsl: 69, usl: 71.5, perBatch: 1 },
    { analyte: 'Residual monomer', nodeId, unit: 'ppm', mean: 310, sd: 45, decimals: 0, lsl: null, usl: 500, perBatch: 1 },
  ],
})

const reactor = (n: 1 | 2, batch: BatchSpec, clocks: [string, string]): LineSpec => ({
  id: `reactor-${n}`, areaId: 'reaction', name: `Reactor ${n}`, batchCode: `R${n}`,
  equipment: [
    { id: `reactor-${n}.dosing`, name: 'Dosing pump' },
    { id: `reactor-${n}.agitator`, name: 'Agitator' },
    { id: `reactor-${n}.jacket`, name: 'Cooling jacket' },
  ],
  constraintId: `reactor-${n}.dosing`,
  costs: { busyHour: 980, materialPerKg: 1.28 },
  makes: [
    { productId: 'resin-a', label: 'Resin A', idealRatePerMinute: 42 },
    { productId: 'resin-b', label: 'Resin B', idealRatePerMinute: 38 },
  ],
  speedRatio: 0.925, rejectRatio: 0.008,
  runBreaks: [cleaning(clocks[0], 75), gradeChange(clocks[1], 35)],
  causes: [
    cause('dosing-stutter', 'Dosing pump stutters', 'minor', `reactor-${n}.dosing`, 4, 1.6),
    cause('foam-level', 'Foam level switch', 'minor', `reactor-${n}.agitator`, 3, 1.8),
    cause('no-monomer', 'No monomer from tank farm', 'starved', `reactor-${n}.dosing`, 1.2, 8),
    cause('tank-full', 'Buffer tank full', 'blocked', null, 1.2, 8),
    cause('jacket-valve', 'Jacket valve sticks', 'breakdown', `reactor-${n}.jacket`, 0.7, 14),
    cause('dosing-trip', 'Dosing pump trips', 'breakdown', `reactor-${n}.dosing`, 0.7, 12),
  ],
  scripted: [],
  batch,
})

export const chemicalLines: LineSpec[] = [
  reactor(1, { ...reactorBatch('reactor-1'), deviation: { day: -8, parameter: 'Initiator dosing time', actual: 24.1, lab: { analyte: 'Viscosity', value: 641 } } }, ['07:10', '19:20']),
  reactor(2, { ...reactorBatch('reactor-2'), held: { day: -15, analyte: 'Residual monomer', value: 612 } }, ['10:40', '22:30']),
  {
    id: 'drum-line', areaId: 'packing', name: 'Drum line', batchCode: 'DR',
    equipment: [
      { id: 'drum-line.filler', name: 'Drum filler' },
      { id: 'drum-line.capper', name: 'Bung capper' },
      { id: 'drum-line.labeller', name: 'Labeller' },
      { id: 'drum-line.palletiser', name: 'Palletiser' },
    ],
    constraintId: 'drum-line.palletiser',
    costs: { busyHour: 430, materialPerKg: 1.62 },
    makes: [{ productId: 'resin-drum', label: 'Resin A drum', idealRatePerMinute: 2.4 }],
    speedRatio: 0.92, rejectRatio: 0.005,
    runBreaks: [cleaning('12:40', 60), gradeChange('00:40', 25)],
    causes: [
      cause('palletiser-gripper', 'Palletiser gripper fault', 'breakdown', 'drum-line.palletiser', 4.5, 7, 0.5),
      cause('pallet-missing', 'No pallet', 'minor', 'drum-line.palletiser', 6, 2),
      cause('drums-queue', 'Drums queue before the palletiser', 'blocked', 'drum-line.palletiser', 3, 4),
      cause('label-roll', 'Label roll changed', 'minor', 'drum-line.labeller', 3, 1.5, 0.3),
      cause('bung-feed', 'Bung feed empty', 'minor', 'drum-line.capper', 4, 1.2),
      cause('no-resin', 'No resin from buffer tank', 'starved', null, 1.6, 6),
      cause('filler-drip', 'Filler drips', 'breakdown', 'drum-line.filler', 0.5, 10),
    ],
    scripted: [],
    batch: {
      yieldRatio: 0.996,
      steps: [
        { step: 'Filter', parameter: 'Pressure drop', unit: 'bar', planned: 1.2, sd: 0.05, decimals: 2, atShare: 0 },
        { step: 'Fill', parameter: 'Filling temperature', unit: '°C', planned: 44, sd: 0.5, decimals: 1, atShare: 0.05 },
      ],
      lab: [{ analyte: 'Colour', nodeId: 'drum-line', unit: 'Hazen', mean: 32, sd: 4, decimals: 0, lsl: null, usl: 60, perBatch: 1 }],
    },
  },
  {
    id: 'bag-line', areaId: 'packing', name: 'Bag line', batchCode: 'BA',
    equipment: [
      { id: 'bag-line.filler', name: 'Bag filler' },
      { id: 'bag-line.sealer', name: 'Bag sealer' },
      { id: 'bag-line.checkweigher', name: 'Checkweigher' },
      { id: 'bag-line.palletiser', name: 'Palletiser' },
    ],
    constraintId: 'bag-line.filler',
    costs: { busyHour: 390, materialPerKg: 3.1 },
    makes: [{ productId: 'powder-25', label: 'Additive P', idealRatePerMinute: 9 }],
    speedRatio: 0.91, rejectRatio: 0.006,
    runBreaks: [cleaning('09:20', 60), gradeChange('21:10', 25)],
    causes: [
      cause('bag-open', 'Bag not opened', 'minor', 'bag-line.filler', 7, 1),
      cause('seal-dust', 'Dust in the seam', 'minor', 'bag-line.sealer', 6, 1.3),
      cause('no-powder', 'No powder from silo', 'starved', null, 2, 5),
      cause('pallets-queue', 'Pallets queue', 'blocked', 'bag-line.palletiser', 2, 4),
      cause('filler-screw', 'Filler screw stalls', 'breakdown', 'bag-line.filler', 0.8, 11),
      cause('sealer-band', 'Sealing band torn', 'breakdown', 'bag-line.sealer', 0.6, 14),
    ],
    scripted: [],
    batch: {
      yieldRatio: 0.993,
      steps: [
        { step: 'Mill', parameter: 'Classifier speed', unit: '1/min', planned: 3200, sd: 15, decimals: 0, atShare: 0 },
        { step: 'Dry', parameter: 'Residual moisture', unit: '%', planned: 0.3, sd: 0.02, decimals: 2, atShare: 0.1 },
      ],
      lab: [
        { analyte: 'Particle size d50', nodeId: 'bag-line', unit: 'µm', mean: 42, sd: 1.2, decimals: 1, lsl: 36, usl: 48, perBatch: 1 },
        { analyte: 'Moisture', nodeId: 'bag-line', unit: '%', mean: 0.3, sd: 0.03, decimals: 2, lsl: null, usl: 0.5, perBatch: 1 },
      ],
    },
  },
]
