import { type CharacteristicSpec, type PlantSpec, ramp, type SignalSpec } from '@/lib/story/plant-spec'
import { silent, warning } from '@/lib/story/plants/alarm-specs'
import { chemicalLines } from '@/lib/story/plants/chemical-lines'
import { atNight, lineSignals, signal, warmthOfDay } from '@/lib/story/plants/signal-specs'

const everyDay = [1, 2, 3, 4, 5, 6, 7]
const gettingWarmer = ramp(-21, 3, 14)
const bagDrift = ramp(-8.6, -1, 0.055)

const reactorSignals = (id: string, name: string, drift?: (day: number) => number): SignalSpec[] => [
  ...lineSignals(id, name, 'kg', 140),
  signal(id, 'temperature', `${name} contents`, '°C', { kind: 'lag', lineId: id, running: 86, idle: 62, tauMinutes: 45, noise: 0.4 }, { high: 98 }),
  signal(id, 'pressure', `${name} pressure`, 'bar', { kind: 'lag', lineId: id, running: 3.4, idle: 1.2, tauMinutes: 12, noise: 0.03 }, { decimals: 2, high: 5 }),
  signal(`${id}.agitator`, 'temperature', 'Agitator gearbox bearing', '°C', { kind: 'lag', lineId: id, running: 57, idle: 36, tauMinutes: 40, noise: 0.35, drift }, { high: 80 }),
  signal(`${id}.agitator`, 'vibration', 'Agitator gearbox vibration', 'mm/s', { kind: 'lag', lineId: id, running: 2.2, idle: 0, tauMinutes: 1.2, noise: 0.12 }, { decimals: 2, high: 7.1 }),
  signal(`${id}.jacket`, 'flow', 'Jacket water flow', 'm³/h', { kind: 'lag', lineId: id, running: 24, idle: 9, tauMinutes: 6, noise: 0.4 }, { low: 5 }),
  signal(`${id}.jacket`, 'temperature', 'Jacket water return', '°C', { kind: 'lag', lineId: id, running: 31, idle: 22, tauMinutes: 20, noise: 0.25 }, { high: 45 }),
]

const signals: SignalSpec[] = [
  ...reactorSignals('reactor-1', 'Reactor 1'),
  ...reactorSignals('reactor-2', 'Reactor 2', gettingWarmer),
  ...lineSignals('drum-line', 'Drum line', 'drum', 35),
  ...lineSignals('bag-line', 'Bag line', 'bag', 42),
  signal('bag-line.filler', 'vibration', 'Filler screw vibration', 'mm/s', { kind: 'lag', lineId: 'bag-line', running: 1.9, idle: 0, tauMinutes: 1.2, noise: 0.1 }, { decimals: 2, high: 7.1 }),
  signal('drum-line.filler', 'temperature', 'Resin at the filler', '°C', { kind: 'lag', lineId: 'drum-line', running: 44, idle: 38, tauMinutes: 30, noise: 0.3 }, { low: 35, high: 55 }),
  signal('cooling-tower', 'temperature', 'Cooling water supply', '°C', { kind: 'clock', level: (_, hour) => 18.5 + 1.8 * warmthOfDay(hour), noise: 0.2 }, { high: 26 }),
  signal('cooling-tower', 'power', 'Cooling tower electric power', 'kW', { kind: 'clock', level: (_, hour) => 48 + 14 * warmthOfDay(hour), noise: 1.5 }),
  signal('chiller', 'power', 'Chiller electric power', 'kW', { kind: 'clock', level: (_, hour) => (atNight(hour, 22, 5) ? 35 : 78), noise: 2 }),
  signal('tank-farm', 'level', 'Monomer tank level', '%', { kind: 'clock', level: (day) => 82 - 17 * ((((day + 30) % 4) + 4) % 4), noise: 0.2 }, { low: 10, high: 95 }),
  signal('site', 'power', 'Electric power, site', 'kW', { kind: 'site-power', baseKw: 60 }, { gap: { day: -4, clock: '02:20', minutes: 46 } }),
]

const characteristics: CharacteristicSpec[] = [
  { id: 'bag-line.net-weight', lineId: 'bag-line', nodeId: 'bag-line.checkweigher', productId: 'powder-25', name: 'Net weight, 25 kg bag', unit: 'kg', lsl: 24.85, usl: 25.35, target: 25.1, sigma: 0.045, decimals: 3, centre: bagDrift },
  { id: 'drum-line.net-weight', lineId: 'drum-line', nodeId: 'drum-line.filler', productId: 'resin-drum', name: 'Net weight, 60 kg drum', unit: 'kg', lsl: 59.8, usl: 60.8, target: 60.3, sigma: 0.1, decimals: 2 },
  { id: 'reactor-1.viscosity', lineId: 'reactor-1', nodeId: 'reactor-1', productId: 'resin-a', name: 'Viscosity, resin', unit: 'mPa·s', lsl: 620, usl: 780, target: 700, sigma: 16, decimals: 0 },
]

export const chemicalPlant: PlantSpec = {
  site: { name: 'Elbe Specialty Chemicals', slug: 'elbe-specialty-chemicals', timeZone: 'Europe/Berlin', what: 'Resins and additives' },
  costs: { currency: 'EUR', energyPerKwh: 0.17 },
  technicians: ['K. Brandt', 'S. Yılmaz', 'T. Reuter', 'H. Petersen'],
  areas: [
    { id: 'reaction', name: 'Reaction' },
    { id: 'packing', name: 'Packing' },
    {
      id: 'utilities',
      name: 'Utilities',
      equipment: [
        { id: 'cooling-tower', name: 'Cooling tower' },
        { id: 'chiller', name: 'Chiller' },
        { id: 'tank-farm', name: 'Tank farm' },
      ],
    },
  ],
  products: [
    { id: 'resin-a', name: 'Resin A 70', countUnit: 'kg', pieceGrams: 1000 },
    { id: 'resin-b', name: 'Resin B 45', countUnit: 'kg', pieceGrams: 1000 },
    { id: 'resin-drum', name: 'Resin A 70, 60 kg drum', countUnit: 'drum', pieceGrams: 60300 },
    { id: 'powder-25', name: 'Additive P 12, 25 kg bag', countUnit: 'bag', pieceGrams: 25100 },
  ],
  // Reaction and packing run through handovers and breaks: nothing is planned out of the shifts.
  shifts: [
    { id: 'early', name: 'Early', startLocal: '06:00', endLocal: '14:00', weekdays: everyDay, breaks: [] },
    { id: 'late', name: 'Late', startLocal: '14:00', endLocal: '22:00', weekdays: everyDay, breaks: [] },
    { id: 'night', name: 'Night', startLocal: '22:00', endLocal: '06:00', weekdays: everyDay, breaks: [] },
  ],
  lines: chemicalLines,
  signals,
  alarms: [
    warning('reactor-2.agitator.temperature', 'Agitator gearbox bearing warmer than usual', { high: 68, deadband: 3 }, 3, 600, 'The bearing runs dry and seizes; the batch in the reactor is lost.', 'Have the lubrication checked before the next batch.'),
    warning('reactor-1.temperature', 'Reactor 1 contents near the limit', { high: 87, deadband: 1 }, 2, 60, 'Above 98 °C the reaction runs away.', 'Raise the jacket flow; hold the dosing.'),
    warning('reactor-2.temperature', 'Reactor 2 contents near the limit', { high: 87, deadband: 1 }, 2, 60, 'Above 98 °C the reaction runs away.', 'Raise the jacket flow; hold the dosing.'),
    warning('tank-farm.level', 'Monomer to be ordered', { low: 18, deadband: 3 }, 4, 600, 'Below 10 % the reactors starve.', 'Call the delivery forward.'),
    warning('cooling-tower.temperature', 'Cooling water warm', { high: 20.5, deadband: 0.5 }, 3, 300, 'The reactors lose cooling reserve.', 'Start the second fan.'),
    silent('site.power', 'Site meter silent', 'The energy of the site is not known.', 'Restart the meter’s gateway in the switch room.'),
  ],
  characteristics,
  maintenance: [
    { day: -22, clock: '09:00', minutes: 75, nodeId: 'reactor-2.agitator', kind: 'preventive', title: 'Gearbox oil changed', detail: 'Oil of the other grade filled, the usual one was out of stock.' },
    { day: -9, clock: '10:15', minutes: 40, nodeId: 'bag-line.filler', kind: 'calibration', title: 'Filler scale adjusted', detail: 'Adjusted after a change of the load cell. Check with test weights still to be done.' },
    { day: -6, clock: '13:30', minutes: 15, nodeId: 'reactor-2.agitator', kind: 'inspection', title: 'Round: agitator', detail: 'No noise. No alarm in the system.' },
  ],
  findings: [
    {
      id: 'agitator-warm', nodeId: 'reactor-2.agitator', kind: 'bearing-wear', day: -21,
      title: 'The gearbox of Reactor 2 has been getting warmer for three weeks',
      explanation: 'The bearing of the agitator gearbox runs 12 °C warmer than three weeks ago, at the same load, and is still below its alarm limit. Reactor 1 has not changed.',
      hint: 'Compare the two agitators over the whole month. No alarm will tell you.',
    },
    {
      id: 'resin-batch', nodeId: 'reactor-1', kind: 'batch-deviation', day: -8,
      title: 'One batch of resin was dosed too quickly',
      explanation: 'The initiator was dosed in 24 min instead of 40. The viscosity is low, still within limits, and the batch was released.',
      hint: 'Read the dosing times in the records of Reactor 1.',
    },
    {
      id: 'bag-giveaway', nodeId: 'bag-line.filler', kind: 'fill-weight-drift', day: -9,
      title: 'The bag line gives additive away',
      explanation: 'Since the filler scale was adjusted the mean net weight has risen by 55 g a bag. All bags are within limits.',
      hint: 'Follow the centre of the net weight on the bag line.',
    },
    {
      id: 'palletiser-bottleneck', nodeId: 'drum-line.palletiser', kind: 'bottleneck', day: -30,
      title: 'The palletiser holds up the drum line',
      explanation: 'More than half of the unplanned stop time of the drum line belongs to the palletiser.',
      hint: 'Sort the stops of the drum line by equipment.',
    },
  ],
}
