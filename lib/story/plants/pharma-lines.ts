import type { LineSpec, RunBreak } from '@/lib/story/plant-spec'
import { cause } from '@/lib/story/plants/signal-specs'

/** Longer than what is left of the late shift: the next run starts in the morning. */
const clearance: RunBreak = { code: 'line-clearance', name: 'Line clearance', kind: 'planned', clock: '21:20', minutes: 45 }
const batchChange = (clock: string, minutes: number): RunBreak => ({ code: 'batch-change', name: 'Batch change and cleaning', kind: 'changeover', clock, minutes })

const press = (n: 1 | 2, changeClock: string): LineSpec => ({
  id: `press-${n}`, areaId: 'processing', name: `Press ${n}`, batchCode: `P${n}`,
  equipment: [
    { id: `press-${n}.feeder`, name: 'Feeder' },
    { id: `press-${n}.turret`, name: 'Turret' },
    { id: `press-${n}.deduster`, name: 'Deduster' },
  ],
  constraintId: `press-${n}.turret`,
  costs: { busyHour: 1120, materialPerKg: 52 },
  makes: [{ productId: 'tablet-250', label: 'N 250', idealRatePerMinute: 3000 }],
  speedRatio: 0.91, rejectRatio: 0.006,
  runBreaks: [batchChange(changeClock, 32), clearance],
  causes: [
    cause('sticking', 'Tablets stick to the punch', 'minor', `press-${n}.turret`, 10, 1.2),
    cause('weight-reject', 'Weight control rejects', 'minor', `press-${n}.feeder`, 8, 1),
    cause('deduster-full', 'Deduster full', 'minor', `press-${n}.deduster`, 5, 1.1),
    cause('no-granulate', 'No granulate', 'starved', `press-${n}.feeder`, 3, 5),
    cause('bins-full', 'Tablet bins full', 'blocked', `press-${n}.deduster`, 2, 5),
    cause('feeder-paddle', 'Feeder paddle stalls', 'breakdown', `press-${n}.feeder`, 1, 11),
    cause('punch-tight', 'Punch runs tight', 'breakdown', `press-${n}.turret`, 1, 13),
  ],
  scripted: [],
  batch: {
    yieldRatio: 0.985,
    steps: [
      { step: 'Compress', parameter: 'Main compression force', unit: 'kN', planned: 14.5, sd: 0.25, decimals: 1, atShare: 0.1 },
      { step: 'Compress', parameter: 'Turret speed', unit: '1/min', planned: 62, sd: 0.7, decimals: 0, atShare: 0.1 },
      { step: 'Check', parameter: 'Metal detector test', unit: 'pass', planned: 1, sd: 0, decimals: 0, atShare: 0.5 },
    ],
    lab: [
      { analyte: 'Hardness', nodeId: `press-${n}`, unit: 'N', mean: 88, sd: 3, decimals: 0, lsl: 70, usl: 110, perBatch: 2 },
      { analyte: 'Friability', nodeId: `press-${n}`, unit: '%', mean: 0.32, sd: 0.05, decimals: 2, lsl: null, usl: 1, perBatch: 1 },
    ],
  },
})

export const pharmaLines: LineSpec[] = [
  {
    id: 'granulation', areaId: 'processing', name: 'Granulation', batchCode: 'GR',
    equipment: [
      { id: 'granulation.granulator', name: 'High-shear granulator' },
      { id: 'granulation.dryer', name: 'Fluid bed dryer' },
      { id: 'granulation.mill', name: 'Mill' },
    ],
    constraintId: 'granulation.dryer',
    costs: { busyHour: 1450, materialPerKg: 46 },
    makes: [{ productId: 'granulate', label: 'N 250', idealRatePerMinute: 2.2 }],
    speedRatio: 0.92, rejectRatio: 0.006,
    runBreaks: [batchChange('11:40', 35), batchChange('16:50', 35), clearance],
    causes: [
      cause('filter-blow', 'Filter blow-back', 'minor', 'granulation.dryer', 9, 1.4),
      cause('mill-screen', 'Mill screen blocked', 'minor', 'granulation.mill', 6, 1.8),
      cause('no-excipient', 'No excipient dispensed', 'starved', 'granulation.granulator', 2, 6),
      cause('bin-missing', 'No bin at the mill', 'blocked', 'granulation.mill', 2.5, 5),
      cause('dryer-pressure', 'Dryer pressure drop high', 'breakdown', 'granulation.dryer', 1.2, 12),
      cause('binder-pump', 'Binder pump fault', 'breakdown', 'granulation.granulator', 1, 11),
    ],
    scripted: [],
    batch: {
      yieldRatio: 0.979,
      steps: [
        { step: 'Dry mix', parameter: 'Mixing time', unit: 'min', planned: 5, sd: 0.05, decimals: 1, atShare: 0.02 },
        { step: 'Add binder', parameter: 'Binder solution', unit: 'kg', planned: 38, sd: 0.15, decimals: 1, atShare: 0.1 },
        { step: 'Knead', parameter: 'Kneading time', unit: 'min', planned: 6, sd: 0.08, decimals: 1, atShare: 0.2 },
        { step: 'Dry', parameter: 'Inlet air temperature', unit: '°C', planned: 62, sd: 0.6, decimals: 1, atShare: 0.4 },
        { step: 'Dry', parameter: 'Loss on drying', unit: '%', planned: 2, sd: 0.06, decimals: 2, atShare: 0.7 },
      ],
      lab: [
        { analyte: 'Dissolution at 30 min', nodeId: 'granulation', unit: '%', mean: 93, sd: 1.3, decimals: 1, lsl: 80, usl: null, perBatch: 1 },
        { analyte: 'Assay', nodeId: 'granulation', unit: '%', mean: 100.1, sd: 0.5, decimals: 1, lsl: 97, usl: 103, perBatch: 2 },
        { analyte: 'Moisture', nodeId: 'granulation', unit: '%', mean: 2, sd: 0.08, decimals: 2, lsl: 1.5, usl: 2.5, perBatch: 1 },
      ],
      deviation: { day: -9, parameter: 'Kneading time', actual: 4.1, lab: { analyte: 'Dissolution at 30 min', value: 83.2 } },
      held: { day: -19, analyte: 'Moisture', value: 2.71 },
    },
  },
  press(1, '13:10'),
  press(2, '15:20'),
  {
    id: 'blister', areaId: 'packaging', name: 'Blister line', batchCode: 'BL',
    equipment: [
      { id: 'blister.former', name: 'Former' },
      { id: 'blister.sealer', name: 'Sealer' },
      { id: 'blister.camera', name: 'Inspection camera' },
      { id: 'blister.cartoner', name: 'Cartoner' },
    ],
    constraintId: 'blister.cartoner',
    costs: { busyHour: 960, materialPerKg: 88 },
    makes: [{ productId: 'blister-10', label: 'N 250', idealRatePerMinute: 320 }],
    speedRatio: 0.94, rejectRatio: 0.008,
    runBreaks: [batchChange('12:50', 35), clearance],
    causes: [
      cause('cartoner-jam', 'Cartoner jam', 'breakdown', 'blister.cartoner', 6, 6, 0.45),
      cause('leaflet-missing', 'Leaflet missing', 'minor', 'blister.cartoner', 10, 1.4),
      cause('blisters-queue', 'Blisters queue before the cartoner', 'blocked', 'blister.cartoner', 5, 3),
      cause('pocket-empty', 'Empty pocket', 'minor', 'blister.camera', 7, 0.7),
      cause('foil-splice', 'Foil spliced', 'minor', 'blister.sealer', 4, 1.3, 0.3),
      cause('no-tablets', 'No tablets', 'starved', 'blister.former', 2, 5),
      cause('former-heater', 'Former heater fault', 'breakdown', 'blister.former', 0.6, 10),
    ],
    scripted: [],
    batch: {
      yieldRatio: 0.99,
      steps: [
        { step: 'Seal', parameter: 'Sealing temperature', unit: '°C', planned: 168, sd: 0.8, decimals: 0, atShare: 0.1 },
        { step: 'Reconcile', parameter: 'Cartons reconciled', unit: '%', planned: 100, sd: 0.05, decimals: 1, atShare: 0.95 },
      ],
      lab: [{ analyte: 'Leak test', nodeId: 'blister', unit: 'leaks', mean: 0, sd: 0, decimals: 0, lsl: null, usl: 0, perBatch: 1 }],
    },
  },
]
