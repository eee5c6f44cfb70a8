import type { LineSpec, RunBreak } from '@/lib/story/plant-spec'
import { cause } from '@/lib/story/plants/signal-specs'

const cip = (clock: string): RunBreak => ({ code: 'cip', name: 'Cleaning in place', kind: 'planned', clock, minutes: 70 })
const changeover = (clock: string, minutes: number): RunBreak => ({ code: 'changeover-product', name: 'Changeover', kind: 'changeover', clock, minutes })
const pasteurised = [
  { step: 'Pasteurise', parameter: 'Temperature', unit: '°C', planned: 74, sd: 0.25, decimals: 1, atShare: 0.02 },
  { step: 'Pasteurise', parameter: 'Holding time', unit: 's', planned: 18, sd: 0.3, decimals: 1, atShare: 0.03 },
]
const plateCount = (nodeId: string) => ({ analyte: 'Total plate count', nodeId, unit: 'CFU/mL', mean: 5200, sd: 1600, decimals: 0, lsl: null, usl: 30000, perBatch: 1 })

export const dairyLines: LineSpec[] = [
  {
    id: 'line-1', areaId: 'filling', name: 'Line 1', batchCode: 'MI',
    equipment: [
      { id: 'line-1.filler', name: 'Filler' },
      { id: 'line-1.capper', name: 'Capper' },
      { id: 'line-1.checkweigher', name: 'Checkweigher' },
      { id: 'line-1.case-packer', name: 'Case packer' },
    ],
    constraintId: 'line-1.filler',
    costs: { busyHour: 620, materialPerKg: 0.44 },
    makes: [
      { productId: 'milk-1l', label: 'Fresh milk', idealRatePerMinute: 150 },
      { productId: 'milk-1l-organic', label: 'Organic milk', idealRatePerMinute: 150 },
    ],
    speedRatio: 0.915, rejectRatio: 0.004,
    runBreaks: [cip('19:20'), changeover('06:50', 14)],
    causes: [
      cause('carton-jam', 'Carton jam', 'minor', 'line-1.filler', 6, 0.9),
      cause('cap-feed', 'Cap feed empty', 'minor', 'line-1.capper', 5, 1),
      cause('case-misfold', 'Case misfolded', 'minor', 'line-1.case-packer', 5, 1.1),
      cause('no-milk', 'No milk from pasteuriser', 'starved', 'line-1.filler', 2.4, 4),
      cause('palletiser-full', 'Palletiser full', 'blocked', 'line-1.case-packer', 2.4, 3.5),
      cause('filler-valve', 'Filler valve leaks', 'breakdown', 'line-1.filler', 0.7, 11),
      cause('capper-torque', 'Capper torque fault', 'breakdown', 'line-1.capper', 0.7, 9),
      cause('packer-servo', 'Case packer servo fault', 'breakdown', 'line-1.case-packer', 0.6, 12),
    ],
    scripted: [],
    batch: {
      yieldRatio: 0.991,
      steps: [{ step: 'Standardise', parameter: 'Fat', unit: '%', planned: 3.6, sd: 0.02, decimals: 2, atShare: 0 }, ...pasteurised, { step: 'Fill', parameter: 'Product temperature', unit: '°C', planned: 4, sd: 0.25, decimals: 1, atShare: 0.1 }],
      lab: [
        { analyte: 'Fat', nodeId: 'pasteuriser-1', unit: '%', mean: 3.6, sd: 0.03, decimals: 2, lsl: 3.5, usl: 3.7, perBatch: 2 },
        { analyte: 'pH', nodeId: 'pasteuriser-1', unit: 'pH', mean: 6.7, sd: 0.02, decimals: 2, lsl: 6.6, usl: 6.8, perBatch: 1 },
        plateCount('line-1'),
      ],
      held: { day: -18, analyte: 'Total plate count', value: 41000 },
    },
  },
  {
    id: 'line-2', areaId: 'filling', name: 'Line 2', batchCode: 'YO',
    equipment: [
      { id: 'line-2.depalletiser', name: 'Depalletiser' },
      { id: 'line-2.filler', name: 'Filler' },
      { id: 'line-2.sealer', name: 'Foil sealer' },
      { id: 'line-2.checkweigher', name: 'Checkweigher' },
      { id: 'line-2.case-packer', name: 'Case packer' },
    ],
    constraintId: 'line-2.sealer',
    costs: { busyHour: 740, materialPerKg: 0.92 },
    makes: [
      { productId: 'yoghurt-150', label: 'Plain', idealRatePerMinute: 400 },
      { productId: 'yoghurt-150-strawberry', label: 'Strawberry', idealRatePerMinute: 400 },
    ],
    speedRatio: 0.942, rejectRatio: 0.009,
    runBreaks: [cip('22:40'), changeover('09:30', 20), changeover('17:20', 20)],
    causes: [
      cause('foil-sealer-jam', 'Foil sealer jam', 'breakdown', 'line-2.sealer', 5, 6.5, 0.45),
      cause('foil-misplaced', 'Foil misplaced', 'minor', 'line-2.sealer', 9, 1.5),
      cause('foil-sealer-cold', 'Foil sealer cold', 'breakdown', 'line-2.sealer', 0.7, 10, 0.4),
      cause('sealer-queue', 'Cups queue before the foil sealer', 'blocked', 'line-2.sealer', 4, 3.2),
      cause('no-cups', 'No cups from depalletiser', 'starved', 'line-2.depalletiser', 2.6, 4),
      cause('dosing-nozzle', 'Dosing nozzle drips', 'minor', 'line-2.filler', 5, 0.9),
      cause('underweight-row', 'Row of light cups', 'minor', 'line-2.checkweigher', 3, 0.8),
      cause('packer-gripper', 'Case packer gripper', 'breakdown', 'line-2.case-packer', 0.5, 9),
    ],
    scripted: [
      { day: 0, clock: '03:20', minutes: 7, code: 'foil-sealer-jam', note: 'Sealer re-taught after two jams' },
      { day: 0, clock: '11:31', minutes: 34, code: 'foil-sealer-cold', note: 'Heater cartridge failed, replaced' },
    ],
    batch: {
      yieldRatio: 0.982,
      steps: [
        ...pasteurised.map((step) => (step.parameter === 'Temperature' ? { ...step, planned: 92 } : { ...step, planned: 300, sd: 3, decimals: 0 })),
        { step: 'Inoculate', parameter: 'Temperature at inoculation', unit: '°C', planned: 43, sd: 0.2, decimals: 1, atShare: 0.04 },
        { step: 'Ferment', parameter: 'End pH', unit: 'pH', planned: 4.6, sd: 0.02, decimals: 2, atShare: 0.06 },
        { step: 'Cool', parameter: 'Temperature after cooler', unit: '°C', planned: 20, sd: 0.4, decimals: 1, atShare: 0.08 },
      ],
      lab: [
        { analyte: 'Viscosity', nodeId: 'line-2', unit: 'mPa·s', mean: 1480, sd: 45, decimals: 0, lsl: 1200, usl: 1800, perBatch: 1 },
        { analyte: 'pH', nodeId: 'line-2', unit: 'pH', mean: 4.45, sd: 0.03, decimals: 2, lsl: 4.2, usl: 4.7, perBatch: 1 },
        { analyte: 'Fat', nodeId: 'pasteuriser-2', unit: '%', mean: 3.5, sd: 0.03, decimals: 2, lsl: 3.4, usl: 3.6, perBatch: 1 },
      ],
      deviation: { day: -5, parameter: 'End pH', actual: 4.88, lab: { analyte: 'Viscosity', value: 1236 } },
    },
  },
  {
    id: 'line-3', areaId: 'filling', name: 'Line 3', batchCode: 'BU',
    equipment: [
      { id: 'line-3.former', name: 'Former' },
      { id: 'line-3.wrapper', name: 'Wrapper' },
      { id: 'line-3.checkweigher', name: 'Checkweigher' },
      { id: 'line-3.cartoner', name: 'Cartoner' },
    ],
    constraintId: 'line-3.wrapper',
    costs: { busyHour: 560, materialPerKg: 4.7 },
    makes: [
      { productId: 'butter-250', label: 'Unsalted', idealRatePerMinute: 90 },
      { productId: 'butter-250-salted', label: 'Salted', idealRatePerMinute: 90 },
    ],
    speedRatio: 0.908, rejectRatio: 0.006,
    runBreaks: [cip('13:05'), changeover('20:40', 18)],
    causes: [
      cause('film-tracking', 'Film runs off', 'minor', 'line-3.wrapper', 8, 1.1),
      cause('film-roll', 'Film roll changed', 'minor', 'line-3.wrapper', 4, 1.4, 0.3),
      cause('butter-soft', 'Butter too soft', 'minor', 'line-3.former', 5, 1),
      cause('no-butter', 'No butter from churn', 'starved', 'line-3.former', 2.5, 4.5),
      cause('cartons-queue', 'Cartons queue', 'blocked', 'line-3.cartoner', 2, 3.5),
      cause('former-knife', 'Former knife sticks', 'breakdown', 'line-3.former', 0.7, 10),
      cause('wrapper-drive', 'Wrapper drive fault', 'breakdown', 'line-3.wrapper', 0.5, 12),
      cause('cartoner-glue', 'Cartoner glue fault', 'breakdown', 'line-3.cartoner', 0.7, 9),
    ],
    scripted: [{ day: -3, clock: '14:22', minutes: 198, code: 'wrapper-drive', note: 'Drive bearing seized' }],
    batch: {
      yieldRatio: 0.988,
      steps: [
        { step: 'Ripen cream', parameter: 'Ripening time', unit: 'h', planned: 12, sd: 0.3, decimals: 1, atShare: 0 },
        { step: 'Churn', parameter: 'Churn temperature', unit: '°C', planned: 12.5, sd: 0.2, decimals: 1, atShare: 0.02 },
        { step: 'Work', parameter: 'Water', unit: '%', planned: 15.6, sd: 0.08, decimals: 2, atShare: 0.05 },
      ],
      lab: [
        { analyte: 'Fat', nodeId: 'line-3', unit: '%', mean: 82.4, sd: 0.12, decimals: 2, lsl: 82, usl: 83, perBatch: 2 },
        { analyte: 'Water', nodeId: 'line-3', unit: '%', mean: 15.6, sd: 0.1, decimals: 2, lsl: 15, usl: 16, perBatch: 1 },
      ],
    },
  },
  {
    id: 'line-4', areaId: 'filling', name: 'Line 4', batchCode: 'CR',
    equipment: [
      { id: 'line-4.filler', name: 'Filler' },
      { id: 'line-4.lidder', name: 'Lidder' },
      { id: 'line-4.checkweigher', name: 'Checkweigher' },
      { id: 'line-4.tray-packer', name: 'Tray packer' },
    ],
    constraintId: 'line-4.lidder',
    costs: { busyHour: 510, materialPerKg: 2.1 },
    makes: [
      { productId: 'cream-200', label: 'Cream', idealRatePerMinute: 180 },
      { productId: 'cream-200-lactose-free', label: 'Lactose-free cream', idealRatePerMinute: 180 },
    ],
    speedRatio: 0.885, rejectRatio: 0.005,
    runBreaks: [cip('11:05'), changeover('23:50', 16)],
    causes: [
      cause('lid-double', 'Two lids picked', 'minor', 'line-4.lidder', 9, 0.8),
      cause('tray-jam', 'Tray jam', 'minor', 'line-4.tray-packer', 5, 1),
      cause('foam', 'Foam at the nozzle', 'minor', 'line-4.filler', 5, 0.9),
      cause('no-cream', 'No cream from separator', 'starved', 'line-4.filler', 2.4, 4),
      cause('trays-queue', 'Trays queue', 'blocked', 'line-4.tray-packer', 1.6, 3),
      cause('lidder-vacuum', 'Lidder loses vacuum', 'breakdown', 'line-4.lidder', 0.7, 9),
      cause('cream-pump', 'Cream pump trips', 'breakdown', 'line-4.filler', 0.6, 10),
    ],
    scripted: [],
    batch: {
      yieldRatio: 0.987,
      steps: [{ step: 'Standardise', parameter: 'Fat', unit: '%', planned: 35, sd: 0.1, decimals: 1, atShare: 0 }, ...pasteurised.map((step) => (step.parameter === 'Temperature' ? { ...step, planned: 85 } : step))],
      lab: [
        { analyte: 'Fat', nodeId: 'line-4', unit: '%', mean: 35, sd: 0.15, decimals: 1, lsl: 34.5, usl: 35.5, perBatch: 2 },
        plateCount('line-4'),
      ],
    },
  },
]
