import type { PlantSpec } from '@/lib/story/plant-spec'
import { falling, silent, warning } from '@/lib/story/plants/alarm-specs'
import { dairyLines } from '@/lib/story/plants/dairy-lines'
import { dairyCharacteristics, dairySignals } from '@/lib/story/plants/dairy-signals'

const everyDay = [1, 2, 3, 4, 5, 6, 7]
const handover = (startLocal: string, endLocal: string) => ({ name: 'Handover', startLocal, endLocal })
const pause = (startLocal: string, endLocal: string) => ({ name: 'Break', startLocal, endLocal })

export const dairyPlant: PlantSpec = {
  site: { name: 'Northfield Dairy', slug: 'northfield-dairy', timeZone: 'Europe/London', what: 'Fresh milk, yoghurt, butter and cream' },
  costs: { currency: 'GBP', energyPerKwh: 0.24 },
  technicians: ['M. Osei', 'R. Hale', 'J. Whitcombe', 'A. Lindqvist'],
  areas: [
    {
      id: 'process',
      name: 'Process',
      equipment: [
        { id: 'pasteuriser-1', name: 'Pasteuriser 1' },
        { id: 'pasteuriser-2', name: 'Pasteuriser 2' },
        { id: 'cip', name: 'Cleaning in place' },
      ],
    },
    { id: 'filling', name: 'Filling and packing' },
    {
      id: 'cold-store',
      name: 'Cold store',
      equipment: [
        { id: 'cold-store.compressor-1', name: 'Compressor 1' },
        { id: 'cold-store.compressor-2', name: 'Compressor 2' },
      ],
    },
  ],
  products: [
    { id: 'milk-1l', name: 'Fresh milk 1 L carton', countUnit: 'carton', pieceGrams: 1032 },
    { id: 'milk-1l-organic', name: 'Organic milk 1 L carton', countUnit: 'carton', pieceGrams: 1032 },
    { id: 'yoghurt-150', name: 'Yoghurt cup 150 g', countUnit: 'cup', pieceGrams: 151 },
    { id: 'yoghurt-150-strawberry', name: 'Yoghurt cup 150 g, strawberry', countUnit: 'cup', pieceGrams: 151 },
    { id: 'butter-250', name: 'Butter 250 g', countUnit: 'pack', pieceGrams: 251 },
    { id: 'butter-250-salted', name: 'Butter 250 g, salted', countUnit: 'pack', pieceGrams: 251 },
    { id: 'cream-200', name: 'Cream 200 mL', countUnit: 'cup', pieceGrams: 202 },
    { id: 'cream-200-lactose-free', name: 'Cream 200 mL, lactose-free', countUnit: 'cup', pieceGrams: 202 },
  ],
  shifts: [
    { id: 'early', name: 'Early', startLocal: '06:00', endLocal: '14:00', weekdays: everyDay, breaks: [handover('06:00', '06:10'), pause('08:45', '09:00')] },
    { id: 'late', name: 'Late', startLocal: '14:00', endLocal: '22:00', weekdays: everyDay, breaks: [handover('14:00', '14:10'), pause('16:45', '17:00')] },
    { id: 'night', name: 'Night', startLocal: '22:00', endLocal: '06:00', weekdays: everyDay, breaks: [handover('22:00', '22:10'), pause('03:30', '04:00')] },
  ],
  lines: dairyLines,
  signals: dairySignals,
  alarms: [
    warning('line-3.wrapper.vibration', 'Wrapper drive vibration in zone C', { high: 4.5, deadband: 0.3 }, 3, 300, 'A bearing that wears fails within days and stops the line for hours.', 'Have the drive measured; plan the bearing for the next cleaning.'),
    warning('cold-store.temperature', 'Cold store warmer than usual', { high: 4.2, deadband: 0.25 }, 4, 300, 'Shelf life shortens above 5 °C.', 'Look whether the door stands open and both compressors run.'),
    warning('cip.level', 'Caustic tank to be refilled', { low: 52, deadband: 8 }, 4, 120, 'Cleaning in place cannot start below 20 %.', 'Order caustic for the morning.'),
    warning('line-4.filler.temperature', 'Cream at the filler warmer than usual', { high: 5.7, deadband: 0.3 }, 3, 60, 'Above 7 °C the cream is blocked.', 'Check the cooling of the buffer tank.'),
    falling('line-2.sealer.temperature', 'Sealing temperature falls', 0.8, 300, 2, 'Foil does not seal; cups leak.', 'Stop the line and check the heater cartridge.'),
    silent('site.power', 'Site meter silent', 'The energy of the site is not known.', 'Restart the meter’s gateway in the switch room.'),
  ],
  characteristics: dairyCharacteristics,
  maintenance: [
    { day: -16, clock: '08:20', minutes: 30, nodeId: 'line-3.wrapper', kind: 'inspection', title: 'Noise at the wrapper drive', detail: 'Louder than last month. Greased, noise unchanged.' },
    { day: -13, clock: '16:10', minutes: 50, nodeId: 'cold-store.compressor-2', kind: 'corrective', title: 'Controller replaced', detail: 'Faulty controller swapped for a spare. Runs. Settings taken as delivered.' },
    { day: -8, clock: '09:40', minutes: 20, nodeId: 'line-3.wrapper', kind: 'inspection', title: 'Wrapper drive warm to the touch', detail: 'To be watched. Spare bearing is in stock.' },
    { day: -7, clock: '07:10', minutes: 35, nodeId: 'line-2.filler', kind: 'preventive', title: 'Dosing seals renewed', detail: 'Six of twelve dosing seals changed. Fill weight not set anew.' },
    { day: -3, clock: '14:25', minutes: 190, nodeId: 'line-3.wrapper', kind: 'corrective', title: 'Drive bearing seized, replaced', detail: 'Outer race spalled. Bearing and shaft sleeve replaced.' },
    { day: 0, clock: '03:12', minutes: 40, nodeId: 'site', kind: 'corrective', title: 'Power meter offline', detail: 'Gateway of the main meter restarted. The site total for that time is not estimated.' },
  ],
  findings: [
    {
      id: 'yoghurt-giveaway', nodeId: 'line-2.filler', kind: 'fill-weight-drift', day: -7,
      title: 'Line 2 fills more yoghurt than it has to',
      explanation: 'Since the dosing seals were renewed the mean fill weight has crept up by about 0.45 g. Every cup is within specification, and every cup gives yoghurt away.',
      hint: 'Open the control chart of the fill weight on Line 2 and follow the centre over the last week.',
    },
    {
      id: 'wrapper-bearing', nodeId: 'line-3.wrapper', kind: 'bearing-wear', day: -24,
      title: 'The wrapper bearing announced its failure three weeks ahead',
      explanation: 'Vibration at the wrapper drive of Line 3 rose from 1.8 to over 6 mm/s in three weeks, then the bearing seized and the line stood for more than three hours.',
      hint: 'Look at the vibration signals of Line 3 over the whole month, not over a day.',
    },
    {
      id: 'sealer-bottleneck', nodeId: 'line-2.sealer', kind: 'bottleneck', day: -30,
      title: 'The foil sealer sets the pace of Line 2',
      explanation: 'More than half of the unplanned stop time of Line 2 comes from one machine, the foil sealer. Faster filling would make no more cups.',
      hint: 'Sort the stops of Line 2 by equipment.',
    },
    {
      id: 'compressor-night', nodeId: 'cold-store.compressor-2', kind: 'night-energy', day: -12,
      title: 'Compressor 2 no longer sleeps',
      explanation: 'Since its controller was replaced Compressor 2 draws about 50 kW all night, when Compressor 1 alone used to be enough. That is some 300 kWh every night.',
      hint: 'Compare the site’s power between 23:00 and 04:00 this week with that of three weeks ago.',
    },
    {
      id: 'yoghurt-batch', nodeId: 'line-2', kind: 'batch-deviation', day: -5,
      title: 'One yoghurt batch was not like the others',
      explanation: 'Its fermentation ended at pH 4.88 instead of 4.60. The cups are thinner, and the batch was released.',
      hint: 'Compare the records of the yoghurt batches step by step.',
    },
  ],
}
