import { type CharacteristicSpec, type PlantSpec, ramp, type SignalSpec } from '@/lib/story/plant-spec'
import { silent, warning } from '@/lib/story/plants/alarm-specs'
import { oilAndGasLines } from '@/lib/story/plants/oil-and-gas-lines'
import { atNight, lineSignals, signal, warmthOfDay } from '@/lib/story/plants/signal-specs'

const everyDay = [1, 2, 3, 4, 5, 6, 7]
const wear = ramp(-23, -3.57, 5.2, 0)

const trainSignals = (id: string, name: string, drift?: (day: number) => number): SignalSpec[] => [
  ...lineSignals(id, name, 'Mscf', 640),
  signal(`${id}.booster`, 'vibration', 'Booster compressor vibration', 'mm/s', { kind: 'lag', lineId: id, running: 2.6, idle: 0, tauMinutes: 1.5, noise: 0.16, drift }, { decimals: 2, high: 9 }),
  signal(`${id}.booster`, 'temperature', 'Booster discharge temperature', '°C', { kind: 'lag', lineId: id, running: 92, idle: 48, tauMinutes: 25, noise: 0.8 }, { high: 120 }),
  signal(`${id}.booster`, 'pressure', 'Booster discharge pressure', 'bar', { kind: 'lag', lineId: id, running: 68, idle: 41, tauMinutes: 6, noise: 0.4 }, { high: 78 }),
  signal(`${id}.amine`, 'flow', 'Amine circulation', 'm³/h', { kind: 'lag', lineId: id, running: 118, idle: 80, tauMinutes: 10, noise: 1.2 }, { low: 60 }),
  signal(`${id}.amine`, 'temperature', 'Lean amine temperature', '°C', { kind: 'lag', lineId: id, running: 46, idle: 43, tauMinutes: 30, noise: 0.4 }, { high: 55 }),
]

const signals: SignalSpec[] = [
  ...trainSignals('train-1', 'Train 1', wear),
  ...trainSignals('train-2', 'Train 2'),
  ...lineSignals('fractionation', 'Fractionation', 'bbl', 210),
  ...lineSignals('loading', 'Truck loading', 'bbl', 60),
  signal('fractionation.reboiler', 'temperature', 'Reboiler temperature', '°C', { kind: 'lag', lineId: 'fractionation', running: 104, idle: 86, tauMinutes: 35, noise: 0.6 }, { high: 118 }),
  signal('fractionation.tower', 'pressure', 'Tower pressure', 'bar', { kind: 'lag', lineId: 'fractionation', running: 16.5, idle: 14, tauMinutes: 15, noise: 0.08 }, { decimals: 2, high: 19 }),
  signal('slug-catcher', 'level', 'Slug catcher level', '%', { kind: 'clock', level: (day, hour) => 38 + 9 * Math.sin(day * 9) + 4 * warmthOfDay(hour), noise: 1.2 }, { high: 75 }),
  signal('slug-catcher', 'pressure', 'Inlet pressure', 'bar', { kind: 'clock', level: (_, hour) => 44 + warmthOfDay(hour), noise: 0.4 }, { low: 38, high: 52 }),
  signal('recycle-compressor', 'power', 'Recycle compressor electric power', 'kW', { kind: 'clock', level: (day, hour) => (atNight(hour, 22, 5) ? (day < -17.4 ? 38 : 242) : 245), noise: 4 }, { decimals: 0 }),
  signal('recycle-compressor', 'flow', 'Recycle flow', 'Mscf/h', { kind: 'clock', level: (day, hour) => (atNight(hour, 22, 5) && day < -17.4 ? 20 : 410), noise: 6 }, { decimals: 0 }),
  signal('air-coolers', 'power', 'Air coolers electric power', 'kW', { kind: 'clock', level: (_, hour) => 190 + 70 * warmthOfDay(hour), noise: 5 }, { decimals: 0 }),
  signal('site', 'plan', 'Power plan, site', 'kW', { kind: 'clock', level: (_, hour) => 2012 + 70 * warmthOfDay(hour) + (atNight(hour, 22, 5) ? -207 : 0) - (atNight(hour, 20, 5) ? 33 : 0), noise: 0 }, { decimals: 0 }),
  signal('site', 'power', 'Electric power, site', 'kW', { kind: 'site-power', baseKw: 90 }, { decimals: 0, gap: { day: -11, clock: '03:40', minutes: 46 } }),
]

const characteristics: CharacteristicSpec[] = [
  { id: 'train-1.heating-value', lineId: 'train-1', nodeId: 'train-1', productId: 'sales-gas', name: 'Heating value, sales gas train 1', unit: 'Btu/scf', lsl: 1000, usl: 1070, target: 1035, sigma: 6, decimals: 0 },
  { id: 'train-2.heating-value', lineId: 'train-2', nodeId: 'train-2', productId: 'sales-gas', name: 'Heating value, sales gas train 2', unit: 'Btu/scf', lsl: 1000, usl: 1070, target: 1035, sigma: 6.5, decimals: 0 },
  { id: 'fractionation.vapour-pressure', lineId: 'fractionation', nodeId: 'fractionation.tower', productId: 'propane', name: 'Vapour pressure, propane', unit: 'psi', lsl: 180, usl: 208, target: 194, sigma: 2.6, decimals: 1 },
]

export const oilAndGasPlant: PlantSpec = {
  site: { name: 'Prairie Fork Gas Plant', slug: 'prairie-fork-gas-plant', timeZone: 'America/Chicago', what: 'Sales gas and natural gas liquids' },
  costs: { currency: 'USD', energyPerKwh: 0.08 },
  technicians: ['D. Calloway', 'L. Ortega', 'B. Nguyen', 'W. Harlan'],
  areas: [
    { id: 'inlet', name: 'Inlet', equipment: [{ id: 'slug-catcher', name: 'Slug catcher' }] },
    { id: 'treating', name: 'Treating' },
    { id: 'liquids', name: 'Liquids' },
    {
      id: 'utilities',
      name: 'Utilities',
      equipment: [
        { id: 'recycle-compressor', name: 'Recycle compressor' },
        { id: 'air-coolers', name: 'Air coolers' },
      ],
    },
  ],
  products: [
    { id: 'sales-gas', name: 'Sales gas', countUnit: 'Mscf', pieceGrams: 20300 },
    { id: 'propane', name: 'Propane', countUnit: 'bbl', pieceGrams: 80600 },
    { id: 'propane-truck', name: 'Propane, loaded', countUnit: 'bbl', pieceGrams: 80600 },
  ],
  shifts: [
    { id: 'day', name: 'Day', startLocal: '06:00', endLocal: '18:00', weekdays: everyDay, breaks: [] },
    { id: 'night', name: 'Night', startLocal: '18:00', endLocal: '06:00', weekdays: everyDay, breaks: [] },
  ],
  lines: oilAndGasLines,
  signals,
  alarms: [
    warning('train-1.booster.vibration', 'Booster compressor vibration in zone C', { high: 4.5, deadband: 0.5 }, 3, 300, 'A bearing that wears trips the train.', 'Have the compressor measured; plan the bearing.'),
    warning('train-1.booster.temperature', 'Booster discharge hotter than usual', { high: 94.5, deadband: 1.5 }, 3, 60, 'Above 120 °C the train trips.', 'Check the intercooler and the suction pressure.'),
    warning('train-2.booster.temperature', 'Booster discharge hotter than usual', { high: 94.5, deadband: 1.5 }, 3, 60, 'Above 120 °C the train trips.', 'Check the intercooler and the suction pressure.'),
    warning('slug-catcher.level', 'Slug catcher filling', { high: 52, deadband: 4 }, 2, 120, 'Above 75 % liquid is carried into the trains.', 'Raise the condensate draw-off; slow the pigging.'),
    warning('slug-catcher.pressure', 'Inlet pressure high', { high: 46, deadband: 0.8 }, 3, 60, 'The relief valve opens at 54 bar.', 'Choke the wells back.'),
    silent('site.power', 'Site meter silent', 'The energy of the site is not known.', 'Restart the meter’s gateway in the switch room.'),
  ],
  characteristics,
  maintenance: [
    { day: -18, clock: '14:10', minutes: 120, nodeId: 'recycle-compressor', kind: 'corrective', title: 'Recycle valve actuator overhauled', detail: 'Fails open as found and as left. Stroke test passed in hand mode only.' },
    { day: -14, clock: '09:00', minutes: 25, nodeId: 'train-1.booster', kind: 'inspection', title: 'Vibration round', detail: 'A little up on last month. Within limits.' },
    { day: -4, clock: '10:20', minutes: 265, nodeId: 'train-1.booster', kind: 'corrective', title: 'Drive end bearing replaced', detail: 'Tripped on vibration. Cage broken, inner race marked.' },
  ],
  findings: [
    {
      id: 'night-meter', nodeId: 'recycle-compressor', kind: 'night-energy', day: -17,
      title: 'At night the meter does not agree with the plan',
      explanation: 'Since the overhaul of the recycle valve the recycle compressor runs at full load all night, about 200 kW above the power plan. It compresses gas that goes round in a circle.',
      hint: 'Put the site’s power and its plan into one chart and look between 22:00 and 05:00.',
    },
    {
      id: 'booster-bearing', nodeId: 'train-1.booster', kind: 'bearing-wear', day: -23,
      title: 'The booster of Train 1 announced its trip',
      explanation: 'Vibration rose for almost three weeks from 2.6 to nearly 8 mm/s before the compressor tripped and Train 1 stood for four hours.',
      hint: 'Compare the boosters of both trains over the month.',
    },
    {
      id: 'amine-bottleneck', nodeId: 'train-2.amine', kind: 'bottleneck', day: -30,
      title: 'Foaming amine holds Train 2 back',
      explanation: 'The amine unit accounts for more than half of the unplanned stop time of Train 2.',
      hint: 'Sort the stops of Train 2 by equipment.',
    },
    {
      id: 'propane-batch', nodeId: 'fractionation', kind: 'batch-deviation', day: -7,
      title: 'One day of propane was made with a cold reboiler',
      explanation: 'The reboiler stood at 95 °C instead of 104 on that gas day. Ethane in propane rose close to its limit.',
      hint: 'Read the reboiler temperature in the records of the gas days.',
    },
  ],
}
