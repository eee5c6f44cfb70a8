import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import os from 'node:os'
import { afterAll, expect, it } from 'vitest'
import { giveWay } from '@/lib/give-way'

const children = [false, true].map((detached) => spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { detached, stdio: 'ignore' }))
afterAll(() => children.forEach((child) => child.kill('SIGKILL')))

const weightOf = (pid: number) => readFileSync(`/proc/${pid}/autogroup`, 'utf8').trim().split(' ').at(-1)

it('a process gives way, and the session that it leads; a session of others is left alone', () => {
  const [guest, leader] = children.map(({ pid }) => pid!) as [number, number]
  const before = existsSync(`/proc/${guest}/autogroup`) ? weightOf(guest) : null
  giveWay(7, guest)
  giveWay(7, leader)
  expect([os.getPriority(guest), os.getPriority(leader)]).toEqual([7, 7])
  if (before !== null) expect([weightOf(guest), weightOf(leader)]).toEqual([before, '7'])
})

it('of a process that has ended nothing is said', () => {
  expect(() => giveWay(7, 2 ** 22 - 1)).not.toThrow()
})
