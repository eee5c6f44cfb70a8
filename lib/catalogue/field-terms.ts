export interface Term {
  name: string
  meaning: string
  /** The standard that says so, or whose word it is in this plant. */
  source: string
  /** Tables that speak of it, by the names under which they are asked. */
  tables: string[]
}

/** Words of the field that the tables use; a plant adds its own beside them. */
export const fieldTerms: Term[] = [
  { name: 'Planned busy time', meaning: 'Shift time less planned stops and breaks; OEE is measured against it.', source: 'ISO 22400-2', tables: ['gold.oee', 'silver.stops'] },
  { name: 'OEE', meaning: 'Ideal time of good units divided by planned busy time. Of a group: sums divided, never a mean of ratios.', source: 'ISO 22400-2', tables: ['gold.oee'] },
  { name: 'Good pieces', meaning: 'Pieces that were right at the first attempt; rework counts as rejected.', source: 'ISO 22400-2', tables: ['gold.quality', 'gold.production_volume', 'silver.production_counts'] },
  { name: 'Stop', meaning: 'A line that does not produce: planned, breakdown, changeover, starved, blocked or minor.', source: 'ISO 22400-2', tables: ['silver.stops', 'silver.equipment_states', 'gold.downtime'] },
  { name: 'Equipment', meaning: 'Site, area, line and machine: where work is done.', source: 'ISA-95', tables: ['silver.equipment_states', 'silver.signals', 'silver.maintenance'] },
  { name: 'Batch', meaning: 'Material that is made in one go, with its record of steps.', source: 'ISA-88', tables: ['silver.batches', 'silver.batch_steps', 'gold.material_use'] },
  { name: 'Subgroup', meaning: 'Pieces taken together to tell the spread within from the spread between.', source: 'AIAG SPC', tables: ['silver.subgroups'] },
  { name: 'Specification limit', meaning: 'What the customer or the recipe asks of a value; a control limit is what the process does.', source: 'AIAG SPC', tables: ['silver.lab_results'] },
  { name: 'Alarm', meaning: 'What a person must answer in time: raised, acknowledged, returned to normal.', source: 'ISA-18.2', tables: ['silver.alarms'] },
  { name: 'Reading', meaning: 'One value of one signal at one moment, by the clock of the sensor.', source: 'ISA-95', tables: ['bronze.readings', 'silver.signals_15min'] },
]
