export { dairyPlant as chemicalPlant } from '@/lib/story/plants/dairy'
