'use client'

import { Volume2, VolumeX } from 'lucide-react'
import { allowTone, playTone } from '@/components/portal/alarm-tone'
import { chooseSound, useSoundChoice } from '@/components/portal/sound-choice'
import { Button } from '@/components/ui/button'

/** Sound for new alarms on this browser. Turning it on lets it be heard. */
export function SoundToggle() {
  const on = useSoundChoice()
  const Icon = on ? Volume2 : VolumeX
  function toggle() {
    chooseSound(!on)
    if (on) return
    allowTone()
    setTimeout(playTone, 50)
  }
  return (
    <Button
      size="small"
      aria-pressed={on}
      icon={<Icon size={16} strokeWidth={1.75} aria-hidden />}
      title="Two short tones when a critical or high alarm is raised, in this browser only. After a reload the browser plays them from your first click or key on."
      onClick={toggle}
    >
      Sound for critical and high: {on ? 'on' : 'off'}
    </Button>
  )
}
