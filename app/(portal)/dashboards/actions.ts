'use server'

import { z } from 'zod'
import { action } from '@/lib/http/action'
import { setFavourite } from '@/lib/people/favourite-dashboards'
import { system } from '@/lib/system'

const wish = z.object({ key: z.string().regex(/^(own|tool)\/[\w.-]{1,100}$/), isFavourite: z.boolean() })

export const putFirst = action('plant.view', wish, async ({ input, person }) => setFavourite(system(), person!, input.key, input.isFavourite))
