import type { BatchSpec, LineSpec, RunBreak } from '@/lib/story/plant-spec'
import { cause } from '@/lib/story/plants/signal-specs'

/** A gas day is closed at 09:00 without stopping anything: a run and a batch for each. */
const gasDay: RunBreak = { code: 'gas-day', name: 'Gas day closed', kind: 'planned', clock: '09:00', minutes: 0 }
const noTrucks: RunBreak = { code: 'no-trucks', name: 'No trucks booked', kind: 'planned', clock: '20:00', minutes: 540 }

const gasBatch = (nodeId: string): BatchSpec => ({
  yieldRatio: 0.972,
  steps: [
    { step: 'Inlet', parameter: 'Inlet pressure', unit: 'bar', planned: 44, sd: 0.5, decimals: 1, atShare: 0.05 },
    { step: 'Sweeten', parameter: 'Amine strength', unit: '%', planned: 42, sd: 0.5, decimals: 1, atShare: 0.3 },
    { step: 'Dehydrate', parameter: 'Water dew point', unit: '°C', planned: -32, sd: 0.8, decimals: 1, atShare: 0.6 },
  ],
  lab: [
    { analyte: 'Hydrogen sulphide', nodeId, unit: 'ppm', mean: 2.1, sd: 0.3, decimals: 2, lsl: null, usl: 4, perBatch: 3 },
    { analyte: 'Carbon dioxide', nodeId, unit: '%', mean: 1.4, sd: 0.08, decimals: 2, lsl: null, usl: 2, perBatch: 3 },
  ],
})

const trainEquipment = (id: string) => [
  { id: `${id}.booster`, name: 'Booster compressor' },
  { id: `${id}.amine`, name: 'Amine unit' },
  { id: `${id}.dryer`, name: 'Molecular sieve dryer' },
]

export const oilAndGasLines: LineSpec[] = [
  {
    id: 'train-1', areaId: 'treating', name: 'Train 1', batchCode: 'T1', equipment: trainEquipment('train-1'),
    constraintId: 'train-1.booster',
    costs: { busyHour: 2900, materialPerKg: 0.14 },
    makes: [{ productId: 'sales-gas', label: 'Sales gas', idealRatePerMinute: 72 }],
    speedRatio: 0.9, rejectRatio: 0.012,
    runBreaks: [gasDay],
    causes: [
      cause('inlet-slug', 'Liquid slug at the inlet', 'starved', null, 1.6, 7),
      cause('pipeline-pressure', 'Pipeline pressure high', 'blocked', null, 1.4, 9),
      cause('dryer-switch', 'Dryer bed switch slow', 'minor', 'train-1.dryer', 4, 2),
      cause('booster-trip', 'Booster compressor trips', 'breakdown', 'train-1.booster', 0.8, 14),
      cause('amine-foam', 'Amine foams', 'breakdown', 'train-1.amine', 0.8, 12),
      cause('flare-to-spec', 'Off specification, to flare', 'minor', null, 2.5, 2),
    ],
    scripted: [{ day: -4, clock: '10:15', minutes: 262, code: 'booster-trip', note: 'Tripped on vibration, bearing replaced' }],
    batch: gasBatch('train-1'),
  },
  {
    id: 'train-2', areaId: 'treating', name: 'Train 2', batchCode: 'T2', equipment: trainEquipment('train-2'),
    constraintId: 'train-2.amine',
    costs: { busyHour: 2900, materialPerKg: 0.14 },
    makes: [{ productId: 'sales-gas', label: 'Sales gas', idealRatePerMinute: 72 }],
    speedRatio: 0.91, rejectRatio: 0.014,
    runBreaks: [gasDay],
    causes: [
      cause('amine-foam', 'Amine foams', 'breakdown', 'train-2.amine', 5, 12, 0.45),
      cause('amine-level', 'Contactor level swings', 'minor', 'train-2.amine', 5, 2.5),
      cause('inlet-slug', 'Liquid slug at the inlet', 'starved', null, 1.4, 7),
      cause('pipeline-pressure', 'Pipeline pressure high', 'blocked', null, 1.2, 9),
      cause('dryer-switch', 'Dryer bed switch slow', 'minor', 'train-2.dryer', 3.5, 2),
      cause('booster-trip', 'Booster compressor trips', 'breakdown', 'train-2.booster', 0.5, 14),
    ],
    scripted: [],
    batch: { ...gasBatch('train-2'), held: { day: -20, analyte: 'Hydrogen sulphide', value: 4.6 } },
  },
  {
    id: 'fractionation', areaId: 'liquids', name: 'Fractionation', batchCode: 'FR',
    equipment: [
      { id: 'fractionation.tower', name: 'Depropaniser tower' },
      { id: 'fractionation.reboiler', name: 'Reboiler' },
      { id: 'fractionation.reflux-pump', name: 'Reflux pump' },
    ],
    constraintId: 'fractionation.tower',
    costs: { busyHour: 1850, materialPerKg: 0.31 },
    makes: [{ productId: 'propane', label: 'Propane', idealRatePerMinute: 6.5 }],
    speedRatio: 0.9, rejectRatio: 0.01,
    runBreaks: [gasDay],
    causes: [
      cause('tower-flood', 'Tower floods', 'breakdown', 'fractionation.tower', 0.9, 16),
      cause('reflux-cavitation', 'Reflux pump cavitates', 'minor', 'fractionation.reflux-pump', 3, 2.4),
      cause('no-feed', 'No feed from the trains', 'starved', null, 2, 9),
      cause('storage-full', 'Storage full', 'blocked', null, 1.4, 10),
      cause('reboiler-trip', 'Reboiler trips', 'breakdown', 'fractionation.reboiler', 0.7, 15),
    ],
    scripted: [],
    batch: {
      yieldRatio: 0.968,
      steps: [
        { step: 'Feed', parameter: 'Feed temperature', unit: '°C', planned: 38, sd: 0.5, decimals: 1, atShare: 0.05 },
        { step: 'Boil up', parameter: 'Reboiler temperature', unit: '°C', planned: 104, sd: 0.6, decimals: 1, atShare: 0.3 },
        { step: 'Reflux', parameter: 'Reflux ratio', unit: '1', planned: 2.8, sd: 0.05, decimals: 2, atShare: 0.5 },
      ],
      lab: [{ analyte: 'Ethane in propane', nodeId: 'fractionation', unit: '%', mean: 3.1, sd: 0.25, decimals: 2, lsl: null, usl: 5, perBatch: 3 }],
      deviation: { day: -7, parameter: 'Reboiler temperature', actual: 95.2, lab: { analyte: 'Ethane in propane', value: 4.81 } },
    },
  },
  {
    id: 'loading', areaId: 'liquids', name: 'Truck loading', batchCode: 'LO',
    equipment: [
      { id: 'loading.arm-1', name: 'Loading arm 1' },
      { id: 'loading.arm-2', name: 'Loading arm 2' },
      { id: 'loading.pump', name: 'Loading pump' },
    ],
    constraintId: 'loading.arm-2',
    costs: { busyHour: 420, materialPerKg: 0.36 },
    makes: [{ productId: 'propane-truck', label: 'Propane', idealRatePerMinute: 10.5 }],
    speedRatio: 0.93, rejectRatio: 0.002,
    runBreaks: [noTrucks],
    causes: [
      cause('truck-change', 'Truck moves off', 'minor', null, 16, 1.5, 0.4),
      cause('no-truck', 'No truck at the rack', 'starved', null, 4, 6),
      cause('grounding', 'Grounding not proven', 'minor', 'loading.arm-1', 4, 1.6),
      cause('arm-seal', 'Arm seal leaks', 'breakdown', 'loading.arm-2', 0.8, 12),
      cause('pump-trip', 'Loading pump trips', 'breakdown', 'loading.pump', 0.7, 10),
    ],
    scripted: [],
    batch: {
      yieldRatio: 0.999,
      steps: [{ step: 'Load', parameter: 'Meter proving factor', unit: '1', planned: 1, sd: 0.0006, decimals: 4, atShare: 0.05 }],
      lab: [{ analyte: 'Odorant', nodeId: 'loading', unit: 'lb/10 kgal', mean: 1.6, sd: 0.06, decimals: 2, lsl: 1.2, usl: null, perBatch: 2 }],
    },
  },
]
