/** A path inside a folder that only the running product knows. `path.join` would make the bundler follow it into the checkout. */
export const below = (folder: string, ...names: string[]): string => [folder, ...names].join('/')
