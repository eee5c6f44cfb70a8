import { type CharacteristicSpec, ramp, type SignalSpec } from '@/lib/story/plant-spec'
import { atNight, lineSignals, signal, warmthOfDay } from '@/lib/story/plants/signal-specs'

const wear = ramp(-24, -2.4, 4.6, 0)
/** Heater cartridge of the foil sealer on day 0, 11:10 to 12:05. */
const heaterFails = (day: number) => (day > 0.465 && day < 0.503 ? -14 : 0)
const fillDrift = ramp(-6.7, -0.5, 0.45)

export const dairySignals: SignalSpec[] = [
  ...lineSignals('line-1', 'Line 1', 'carton', 60),
  ...lineSignals('line-2', 'Line 2', 'cup', 75),
  ...lineSignals('line-3', 'Line 3', 'pack', 55),
  ...lineSignals('line-4', 'Line 4', 'cup', 45),
  signal('line-1.filler', 'vibration', 'Filler drive vibration', 'mm/s', { kind: 'lag', lineId: 'line-1', running: 1.7, idle: 0, tauMinutes: 1.2, noise: 0.09 }, { decimals: 2, high: 7.1 }),
  signal('line-1.filler', 'temperature', 'Milk at the filler', '°C', { kind: 'lag', lineId: null, running: 4.1, idle: 4.1, tauMinutes: 20, noise: 0.15 }, { high: 6 }),
  signal('line-2.sealer', 'temperature', 'Sealing temperature', '°C', { kind: 'lag', lineId: null, running: 191, idle: 191, tauMinutes: 9, noise: 0.5, drift: heaterFails }, { low: 185, high: 200 }),
  signal('line-2.filler', 'pressure', 'Dosing pressure', 'bar', { kind: 'lag', lineId: 'line-2', running: 2.4, idle: 1.1, tauMinutes: 1.5, noise: 0.03 }, { decimals: 2, low: 0.8, high: 3 }),
  signal('line-2.filler', 'vibration', 'Filler drive vibration', 'mm/s', { kind: 'lag', lineId: 'line-2', running: 2.1, idle: 0, tauMinutes: 1.2, noise: 0.1 }, { decimals: 2, high: 7.1 }),
  signal('line-3.wrapper', 'vibration', 'Wrapper drive vibration', 'mm/s', { kind: 'lag', lineId: 'line-3', running: 1.8, idle: 0, tauMinutes: 1.2, noise: 0.12, drift: wear }, { decimals: 2, high: 7.1 }),
  signal('line-3.former', 'temperature', 'Butter at the former', '°C', { kind: 'lag', lineId: 'line-3', running: 13.2, idle: 11.5, tauMinutes: 25, noise: 0.2 }, { high: 16 }),
  signal('line-4.filler', 'temperature', 'Cream at the filler', '°C', { kind: 'lag', lineId: null, running: 5.2, idle: 5.2, tauMinutes: 20, noise: 0.15 }, { high: 7 }),
  signal('line-4.filler', 'vibration', 'Filler drive vibration', 'mm/s', { kind: 'lag', lineId: 'line-4', running: 1.5, idle: 0, tauMinutes: 1.2, noise: 0.08 }, { decimals: 2, high: 7.1 }),
  signal('pasteuriser-1', 'temperature', 'Pasteurising temperature', '°C', { kind: 'clock', level: (_, hour) => (atNight(hour, 21, 5) ? 58 : 74), noise: 0.15 }, { low: 55, high: 78 }),
  signal('pasteuriser-1', 'flow', 'Milk flow', 'L/h', { kind: 'clock', level: (_, hour) => (atNight(hour, 21, 5) ? 0 : 10200), noise: 60 }, { decimals: 0 }),
  signal('pasteuriser-1', 'power', 'Pasteuriser 1 electric power', 'kW', { kind: 'clock', level: (_, hour) => (atNight(hour, 21, 5) ? 8 : 85), noise: 2 }),
  signal('pasteuriser-2', 'temperature', 'Pasteurising temperature', '°C', { kind: 'clock', level: (_, hour) => (atNight(hour, 20, 6) ? 60 : 92), noise: 0.2 }, { low: 55, high: 96 }),
  signal('pasteuriser-2', 'power', 'Pasteuriser 2 electric power', 'kW', { kind: 'clock', level: (_, hour) => (atNight(hour, 20, 6) ? 8 : 80), noise: 2 }),
  signal('cip', 'level', 'Caustic tank level', '%', { kind: 'clock', level: (_, hour) => 88 - 1.6 * ((hour + 20) % 24), noise: 0.3 }, { low: 20 }),
  signal('cold-store', 'temperature', 'Cold store air', '°C', { kind: 'clock', level: (_, hour) => 3.6 + 0.4 * warmthOfDay(hour), noise: 0.12 }, { high: 6 }),
  signal('cold-store.compressor-1', 'power', 'Compressor 1 electric power', 'kW', { kind: 'clock', level: (_, hour) => 62 + 12 * warmthOfDay(hour), noise: 2.5 }),
  signal('cold-store.compressor-2', 'power', 'Compressor 2 electric power', 'kW', { kind: 'clock', level: (day, hour) => (atNight(hour, 22, 5) ? (day < -12.5 ? 6 : 52) : 55 + 6 * warmthOfDay(hour)), noise: 1.5 }),
  signal('cold-store.compressor-2', 'pressure', 'Compressor 2 discharge pressure', 'bar', { kind: 'clock', level: (day, hour) => (atNight(hour, 22, 5) && day < -12.5 ? 7.5 : 11.2), noise: 0.1 }, { decimals: 2, high: 14 }),
  signal('site', 'power', 'Electric power, site', 'kW', { kind: 'site-power', baseKw: 42 }, { gap: { day: 0, clock: '03:10', minutes: 46 } }),
]

export const dairyCharacteristics: CharacteristicSpec[] = [
  { id: 'line-2.fill-weight', lineId: 'line-2', nodeId: 'line-2.checkweigher', productId: 'yoghurt-150', name: 'Fill weight, yoghurt cup 150 g', unit: 'g', lsl: 149, usl: 153, target: 151, sigma: 0.39, decimals: 2, centre: fillDrift },
  { id: 'line-1.fill-weight', lineId: 'line-1', nodeId: 'line-1.checkweigher', productId: 'milk-1l', name: 'Fill weight, milk 1 L carton', unit: 'g', lsl: 1024, usl: 1040, target: 1032, sigma: 1.7, decimals: 1 },
  { id: 'line-4.fill-weight', lineId: 'line-4', nodeId: 'line-4.checkweigher', productId: 'cream-200', name: 'Fill weight, cream 200 mL', unit: 'g', lsl: 199.5, usl: 204.5, target: 202, sigma: 0.52, decimals: 2 },
]
