import { type CharacteristicSpec, type PlantSpec, ramp, type SignalSpec } from '@/lib/story/plant-spec'
import { silent, warning } from '@/lib/story/plants/alarm-specs'
import { pharmaLines } from '@/lib/story/plants/pharma-lines'
import { atNight, lineSignals, signal, warmthOfDay } from '@/lib/story/plants/signal-specs'

const workdays = [1, 2, 3, 4, 5]
const handover = (startLocal: string, endLocal: string) => ({ name: 'Handover', startLocal, endLocal })
const pause = (startLocal: string, endLocal: string) => ({ name: 'Break', startLocal, endLocal })
const tabletDrift = ramp(-9.6, -2, 2.6)
const fanWear = ramp(-21, 3, 3.6)

const pressSignals = (id: string, name: string): SignalSpec[] => [
  ...lineSignals(id, name, 'tablet', 18),
  signal(`${id}.turret`, 'pressure', 'Main compression force', 'kN', { kind: 'lag', lineId: id, running: 14.5, idle: 0, tauMinutes: 0.8, noise: 0.25 }, { high: 20 }),
  signal(`${id}.turret`, 'vibration', 'Turret vibration', 'mm/s', { kind: 'lag', lineId: id, running: 1.9, idle: 0, tauMinutes: 1.2, noise: 0.1 }, { decimals: 2, high: 7.1 }),
  signal(`${id}.feeder`, 'level', 'Hopper level', '%', { kind: 'lag', lineId: id, running: 64, idle: 70, tauMinutes: 15, noise: 1.5 }, { low: 20 }),
]

const fan = (n: 1 | 2, drift?: (day: number) => number): SignalSpec[] => [
  signal(`ahu-${n}`, 'vibration', `Air handler ${n} fan vibration`, 'mm/s', { kind: 'lag', lineId: null, running: 1.6, idle: 1.6, tauMinutes: 3, noise: 0.1, drift }, { decimals: 2, high: 7.1 }),
  signal(`ahu-${n}`, 'humidity', `Room humidity ${n}`, '%', { kind: 'clock', level: (_, hour) => 41 + 1.5 * warmthOfDay(hour), noise: 0.5 }, { low: 30, high: 50 }),
]

const signals: SignalSpec[] = [
  ...lineSignals('granulation', 'Granulation', 'kg', 46),
  ...pressSignals('press-1', 'Press 1'),
  ...pressSignals('press-2', 'Press 2'),
  ...lineSignals('blister', 'Blister line', 'blister', 24),
  signal('granulation.granulator', 'speed', 'Impeller speed', '1/min', { kind: 'lag', lineId: 'granulation', running: 210, idle: 0, tauMinutes: 0.8, noise: 2 }, { decimals: 0 }),
  signal('granulation.dryer', 'temperature', 'Product temperature in the dryer', '°C', { kind: 'lag', lineId: 'granulation', running: 46, idle: 24, tauMinutes: 25, noise: 0.4 }, { high: 55 }),
  signal('granulation.dryer', 'flow', 'Drying air', 'm³/h', { kind: 'lag', lineId: 'granulation', running: 2400, idle: 300, tauMinutes: 3, noise: 20 }, { decimals: 0 }),
  signal('blister.sealer', 'temperature', 'Sealing temperature', '°C', { kind: 'lag', lineId: 'blister', running: 168, idle: 140, tauMinutes: 12, noise: 0.6 }, { low: 120, high: 180 }),
  ...fan(1),
  ...fan(2, fanWear),
  signal('ahu-1', 'power', 'Air handler 1 electric power', 'kW', { kind: 'clock', level: (_, hour) => (atNight(hour, 22, 5) ? 24 : 62), noise: 1 }),
  signal('ahu-2', 'power', 'Air handler 2 electric power', 'kW', { kind: 'clock', level: (day, hour) => (atNight(hour, 22, 5) && day < -14.5 ? 22 : 58), noise: 1 }),
  signal('water-loop', 'temperature', 'Purified water loop', '°C', { kind: 'clock', level: (_, hour) => 21 + 0.6 * warmthOfDay(hour), noise: 0.1 }, { high: 25 }),
  signal('water-loop', 'flow', 'Purified water loop', 'm³/h', { kind: 'clock', level: () => 7.4, noise: 0.12 }, { decimals: 2, low: 5 }),
  signal('site', 'power', 'Electric power, site', 'kW', { kind: 'site-power', baseKw: 55 }, { gap: { day: -6, clock: '04:05', minutes: 46 } }),
]

const tabletWeight = (n: 1 | 2, centre?: (day: number) => number): CharacteristicSpec => ({
  id: `press-${n}.tablet-weight`, lineId: `press-${n}`, nodeId: `press-${n}.turret`, productId: 'tablet-250', name: `Tablet weight, press ${n}`,
  unit: 'mg', lsl: 240, usl: 260, target: 250, sigma: 1.9, decimals: 1, centre,
})

export const pharmaPlant: PlantSpec = {
  site: { name: 'Aarewald Pharma', slug: 'aarewald-pharma', timeZone: 'Europe/Zurich', what: 'Tablets' },
  costs: { currency: 'CHF', energyPerKwh: 0.21 },
  technicians: ['N. Zbinden', 'C. Rossi', 'P. Amstutz', 'E. Favre'],
  areas: [
    { id: 'processing', name: 'Processing' },
    { id: 'packaging', name: 'Packaging' },
    {
      id: 'utilities',
      name: 'Utilities',
      equipment: [
        { id: 'ahu-1', name: 'Air handler 1' },
        { id: 'ahu-2', name: 'Air handler 2' },
        { id: 'water-loop', name: 'Purified water loop' },
      ],
    },
  ],
  products: [
    { id: 'granulate', name: 'Granulate N 250', countUnit: 'kg', pieceGrams: 1000 },
    { id: 'tablet-250', name: 'Tablet N 250 mg', countUnit: 'tablet', pieceGrams: 0.25 },
    { id: 'blister-10', name: 'Blister of 10, N 250 mg', countUnit: 'blister', pieceGrams: 4.1 },
  ],
  shifts: [
    { id: 'early', name: 'Early', startLocal: '06:00', endLocal: '14:00', weekdays: workdays, breaks: [handover('06:00', '06:10'), pause('09:00', '09:20')] },
    { id: 'late', name: 'Late', startLocal: '14:00', endLocal: '22:00', weekdays: workdays, breaks: [handover('14:00', '14:10'), pause('17:30', '17:55')] },
  ],
  lines: pharmaLines,
  signals,
  alarms: [
    warning('ahu-2.vibration', 'Air handler 2 fan vibration in zone C', { high: 4.5, deadband: 0.4 }, 3, 600, 'When the fan stops, the rooms lose their overpressure and the batch is on hold.', 'Have the fan measured; plan its bearing for the next weekend.'),
    warning('ahu-1.humidity', 'Room 1 damper than usual', { high: 43.8, deadband: 0.8 }, 3, 120, 'Above 50 % granules take up water; the room is out of specification.', 'Check the dehumidifier’s set point.'),
    warning('ahu-2.humidity', 'Room 2 damper than usual', { high: 43.8, deadband: 0.8 }, 3, 120, 'Above 50 % granules take up water; the room is out of specification.', 'Check the dehumidifier’s set point.'),
    warning('water-loop.temperature', 'Purified water loop warm', { high: 21.8, deadband: 0.3 }, 2, 300, 'Above 25 °C the loop may grow germs and is sanitised.', 'Check the loop’s cooler.'),
    warning('granulation.dryer.temperature', 'Product hot in the dryer', { high: 46.9, deadband: 0.8 }, 3, 60, 'Above 55 °C the granules over-dry and break.', 'Lower the inlet air by two degrees.'),
    silent('site.power', 'Site meter silent', 'The energy of the site is not known.', 'Restart the meter’s gateway in the switch room.'),
  ],
  characteristics: [
    tabletWeight(1),
    tabletWeight(2, tabletDrift),
    { id: 'granulation.moisture', lineId: 'granulation', nodeId: 'granulation.dryer', productId: 'granulate', name: 'Residual moisture, granulate', unit: '%', lsl: 1.2, usl: 2.8, target: 2, sigma: 0.15, decimals: 2 },
  ],
  maintenance: [
    { day: -15, clock: '11:00', minutes: 45, nodeId: 'ahu-2', kind: 'calibration', title: 'Room qualification', detail: 'Night setback overridden for the measurement.' },
    { day: -10, clock: '08:10', minutes: 55, nodeId: 'press-2.feeder', kind: 'preventive', title: 'Feed paddle changed', detail: 'New paddle fitted. Fill depth left as it was.' },
    { day: -5, clock: '15:20', minutes: 20, nodeId: 'ahu-2', kind: 'inspection', title: 'Fan a little louder', detail: 'Noted on the round. No alarm.' },
  ],
  findings: [
    {
      id: 'granulate-batch', nodeId: 'granulation', kind: 'batch-deviation', day: -9,
      title: 'One batch record does not say what the others do',
      explanation: 'In one batch of granulate the kneading took 4.1 min instead of 6.0. Its record was signed, dissolution came out low but within limits, and it was released.',
      hint: 'Put the batch records of the granulation side by side, step by step.',
    },
    {
      id: 'tablet-giveaway', nodeId: 'press-2.turret', kind: 'fill-weight-drift', day: -10,
      title: 'Tablets of Press 2 have become heavier',
      explanation: 'Since the feed paddle was changed the mean weight has risen by 2.6 mg. Every tablet is within limits; Press 1 has not moved.',
      hint: 'Compare the control charts of the two presses.',
    },
    {
      id: 'setback-off', nodeId: 'ahu-2', kind: 'night-energy', day: -14,
      title: 'Air handler 2 no longer sets back at night',
      explanation: 'After the room qualification its night setback stayed overridden: about 36 kW more, every night.',
      hint: 'Compare the two air handlers between 22:00 and 05:00.',
    },
    {
      id: 'fan-bearing', nodeId: 'ahu-2', kind: 'bearing-wear', day: -21,
      title: 'The fan of Air handler 2 is wearing',
      explanation: 'Its vibration has doubled in three weeks and goes on rising. It has not failed yet.',
      hint: 'Look at the fan vibration over the whole month.',
    },
    {
      id: 'cartoner-bottleneck', nodeId: 'blister.cartoner', kind: 'bottleneck', day: -30,
      title: 'The cartoner holds up the blister line',
      explanation: 'More than half of the unplanned stop time of the blister line belongs to the cartoner.',
      hint: 'Sort the stops of the blister line by equipment.',
    },
  ],
}
