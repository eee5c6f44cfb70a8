export { dairyPlant as oilAndGasPlant } from '@/lib/story/plants/dairy'
