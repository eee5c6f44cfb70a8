let context: AudioContext | undefined

/** Called in a gesture (click, key): browsers let a page sound only after one. */
export function allowTone(): void {
  context ??= new AudioContext()
  if (context.state === 'suspended') void context.resume()
}

/** Two short tones, the second lower. Silent until a gesture has allowed it. */
export function playTone(): void {
  if (context?.state !== 'running') return
  for (const [hertz, startsIn] of [[880, 0], [660, 0.22]] as const) {
    const at = context.currentTime + startsIn
    const tone = new OscillatorNode(context, { frequency: hertz })
    const volume = new GainNode(context, { gain: 0 })
    // Rises and falls within some milliseconds: a hard edge clicks.
    volume.gain.linearRampToValueAtTime(0.25, at + 0.01)
    volume.gain.setValueAtTime(0.25, at + 0.16)
    volume.gain.linearRampToValueAtTime(0, at + 0.18)
    tone.connect(volume).connect(context.destination)
    tone.start(at)
    tone.stop(at + 0.2)
  }
}
