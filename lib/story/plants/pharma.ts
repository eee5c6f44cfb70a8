export { dairyPlant as pharmaPlant } from '@/lib/story/plants/dairy'
