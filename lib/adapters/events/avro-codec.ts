import avro from 'avsc'
import { DoesNotFit } from '@/lib/adapters/events/does-not-fit'
import { type SchemaName, schemaNames, schemaText, subjectOf } from '@/lib/adapters/events/schemas'
import type { SchemaRegistry } from '@/lib/adapters/events/schema-registry'

/** A record that cannot be read: whoever wrote it did not write it by a schema of this product. */
export class Unreadable extends Error {}

const magic = 0
const headBytes = 5
const largestBytes = 2 ** 20

export interface Decoded {
  name: SchemaName
  value: Record<string, unknown>
}

/** Avro as Confluent frames it: a zero byte, the id of the writer's schema, the body. */
export class AvroCodec {
  readonly #types = new Map<SchemaName, avro.Type>()
  readonly #ids = new Map<SchemaName, number>()
  readonly #writers = new Map<number, { name: SchemaName; type: avro.Type; resolver: ReturnType<avro.Type['createResolver']> | undefined }>()

  constructor(private readonly registry: SchemaRegistry, private readonly prefix: string) {
    for (const name of schemaNames) this.#types.set(name, avro.Type.forSchema(JSON.parse(schemaText(name)) as avro.Schema, { wrapUnions: false }))
  }

  /** Asks the registry for the ids once; afterwards nothing is written or refused for want of it. @throws when it is away. */
  async open(names: readonly SchemaName[] = schemaNames): Promise<void> {
    await Promise.all(names.map(async (name) => {
      if (this.#ids.has(name)) return
      const id = await this.registry.register(subjectOf(this.prefix, name), schemaText(name))
      this.#ids.set(name, id)
      this.#writers.set(id, { name, type: this.#types.get(name)!, resolver: undefined })
    }))
  }

  /** @throws DoesNotFit with the first field that is wrong. */
  encode(name: SchemaName, value: Record<string, unknown>): Buffer {
    const type = this.#types.get(name)!
    const id = this.#ids.get(name)
    if (id === undefined) throw new Error(`the schema ${name} has no id yet`)
    type.isValid(value, { errorHook: (at, wrong, expected) => { throw new DoesNotFit(at.join('.') || name, wrong, String(expected)) } })
    const head = Buffer.alloc(headBytes)
    head.writeUInt8(magic, 0)
    head.writeInt32BE(id, 1)
    return Buffer.concat([head, type.toBuffer(value)])
  }

  /** By the schema that it was written by, into ours. @throws Unreadable; any other error is the registry's and passes. */
  async decode(bytes: Buffer): Promise<Decoded> {
    if (bytes.length < headBytes || bytes[0] !== magic || bytes.length > largestBytes * 16) throw new Unreadable('It does not begin with the id of a schema.')
    const { name, type, resolver } = await this.#writerOf(bytes.readInt32BE(1))
    try {
      return { name, value: { ...(resolver ? this.#types.get(name)! : type).fromBuffer(bytes.subarray(headBytes), resolver) } as Record<string, unknown> }
    } catch (error) {
      throw new Unreadable(`It is no ${name}: ${(error as Error).message}`)
    }
  }

  async #writerOf(id: number) {
    const known = this.#writers.get(id)
    if (known) return known
    const text = await this.registry.schemaOf(id).catch((error: unknown) => {
      if (/ 404 /.test((error as Error).message)) throw new Unreadable(`There is no schema ${id}.`)
      throw error
    })
    const type = avro.Type.forSchema(JSON.parse(text) as avro.Schema)
    const name = schemaNames.find((each) => this.#types.get(each)!.name === type.name)
    if (!name) throw new Unreadable(`The product reads no ${type.name}.`)
    const writer = { name, type, resolver: this.#types.get(name)!.createResolver(type) }
    this.#writers.set(id, writer)
    return writer
  }
}
