/** How long a rule may be shelved, in minutes (ISA-18.2: for a limited time, by a person, with a reason). */
export const shelfMinutes = [15, 60, 480, 1440] as const

/** A critical alarm is out of sight for one shift at most. */
export const longestShelfMinutes = (priority: number): number => (priority === 1 ? 480 : 1440)
