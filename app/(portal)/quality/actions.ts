'use server'

import { z } from 'zod'
import { action } from '@/lib/http/action'
import { excludeSubgroup, freezeLimits } from '@/lib/plant/chart-limits'
import { system } from '@/lib/system'

const id = z.string().min(1).max(120)
const index = z.int('Give the number of a subgroup.').min(1)
const reason = z.string().trim().min(3, 'Say why, in a few words: it stays with the subgroup.').max(200)

export const leaveOut = action('plant.view', z.object({ characteristicId: id, index, reason: reason.nullable() }), ({ input, person }) => excludeSubgroup(system(), person!, input))

export const freeze = action('plant.view', z.object({ characteristicId: id, first: index, last: index }), ({ input, person }) => freezeLimits(system(), person!, input))
