'use server'

import { z } from 'zod'
import { manageAction } from '@/lib/http/manage-action'
import { undoChange } from '@/lib/plant/model/change-model'
import { addNode, deleteNode, moveNode, renameNode } from '@/lib/plant/model/edit-nodes'
import { importModel } from '@/lib/plant/model/import-model'
import { recordKinds } from '@/lib/plant/model/records'
import { deleteRecord, saveRecord } from '@/lib/plant/model/save-record'
import { system } from '@/lib/system'

const id = z.string().min(1).max(200)
const version = z.coerce.number().int()
const name = z.string().trim().min(1, 'Give it a name.').max(80)

export const addPlace = manageAction({ parentId: z.string().max(200), name, level: z.enum(['site', 'area', 'line', 'equipment']).optional() }, ({ tenantId, parentId, ...place }, person) => addNode(system(), tenantId, { ...place, parentId: parentId || null }, person.email))

export const renamePlace = manageAction({ id, version, name, timeZone: z.string().trim().max(60).optional() }, ({ tenantId, ...change }, person) => renameNode(system(), tenantId, change, person.email))

export const movePlace = manageAction({ id, version, parentId: id }, ({ tenantId, ...change }, person) => moveNode(system(), tenantId, change, person.email))

export const deletePlace = manageAction({ id, version }, ({ tenantId, ...change }, person) => deleteNode(system(), tenantId, change, person.email))

const fields = z.record(z.string(), z.string().max(2000))

export const save = manageAction({ kind: z.enum(recordKinds), id: id.nullable(), version, fields }, ({ tenantId, ...record }, person) => saveRecord(system(), tenantId, record, person.email))

export const remove = manageAction({ kind: z.enum(recordKinds), id, version }, ({ tenantId, ...record }, person) => deleteRecord(system(), tenantId, record, person.email))

export const undo = manageAction({ id }, ({ tenantId, id: change }, person) => undoChange(system(), tenantId, change, person.email))

export const importCsv = manageAction({ csv: z.string().max(5_000_000, 'The file is too large: send at most 5 MB.'), dry: z.boolean() }, ({ tenantId, csv, dry }, person) => importModel(system(), tenantId, csv, { dry, actor: person.email }))
