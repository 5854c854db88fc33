/** What a shop's item is, by its name, for senders that do not say it. Names as in Balatro 1.0.1. */

const TAROTS = `The Fool|The Magician|The High Priestess|The Empress|The Emperor|The Hierophant|The Lovers|The Chariot|Justice|
The Hermit|The Wheel of Fortune|Strength|The Hanged Man|Death|Temperance|The Devil|The Tower|The Star|The Moon|The Sun|
Judgement|The World`;
const PLANETS = 'Mercury|Venus|Earth|Mars|Jupiter|Saturn|Uranus|Neptune|Pluto|Planet X|Ceres|Eris';
const SPECTRALS = `Familiar|Grim|Incantation|Talisman|Aura|Wraith|Sigil|Ouija|Ectoplasm|Immolate|Ankh|Deja Vu|Hex|Trance|Medium|
Cryptid|The Soul|Black Hole`;
const VOUCHERS = `Overstock|Overstock Plus|Clearance Sale|Liquidation|Hone|Glow Up|Reroll Surplus|Reroll Glut|Crystal Ball|
Omen Globe|Telescope|Observatory|Grabber|Nacho Tong|Wasteful|Recyclomancy|Tarot Merchant|Tarot Tycoon|Planet Merchant|
Planet Tycoon|Seed Money|Money Tree|Blank|Antimatter|Magic Trick|Illusion|Hieroglyph|Petroglyph|Director's Cut|Retcon|
Paint Brush|Palette`;

const TYPES: ReadonlyMap<string, string> = new Map(
  [
    ['tarot', TAROTS],
    ['planet', PLANETS],
    ['spectral', SPECTRALS],
    ['voucher', VOUCHERS],
  ].flatMap(([type = '', names = '']) => names.split('|').map((name): [string, string] => [name.trim(), type])),
);

/** `tarot`, `planet`, `spectral`, `voucher`, `booster`, else `joker`. */
export function typeByName(name: string): string {
  return TYPES.get(name) ?? (name.endsWith(' Pack') ? 'booster' : 'joker');
}
