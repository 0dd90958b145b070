import { describe, expect, it } from 'vitest';
import { townName, venueWords } from '../../client/src/lib/provinces.ts';
import { readableName } from '../../client/src/lib/registry-names.ts';

describe('names that the registry writes in capitals', () => {
  it.each([
    ['BOLOGNA', 'Bologna'],
    ["REGGIO NELL'EMILIA", 'Reggio nell’Emilia'],
    ['SAN GIOVANNI IN PERSICETO', 'San Giovanni in Persiceto'],
    ["L'AQUILA", 'L’Aquila'],
    ['FORLÌ', 'Forlì'],
    ["FORLI'", 'Forlì'],
    ["FORLI'-CESENA", 'Forlì-Cesena'],
    ['CASTELNOVO NE’ MONTI', 'Castelnovo ne’ Monti'],
  ])('[UI-01] towns: %s', (written, read) => {
    expect(readableName(written)).toBe(read);
  });

  it.each([
    ['I.C. COLLE INVENTATO', 'I.C. Colle Inventato'],
    ['IC 5 COLLE INVENTATO', 'IC 5 Colle Inventato'],
    ['IIS LA NUVOLA', 'IIS La Nuvola'],
    ['ITIS "G. DELLA PROVA"', 'ITIS «G. Della Prova»'],
    ['I.I.S."PROVA"', 'I.I.S. «Prova»'],
    ['CPIA 2 METROPOLITANO', 'CPIA 2 Metropolitano'],
    ['LICEO SCIENTIFICO "CITTA\' DI CARTA"', 'Liceo scientifico «Città di Carta»'],
    ['SCUOLA DELL\'INFANZIA "SOLE DI PASTELLO"', 'Scuola dell’infanzia «Sole di Pastello»'],
    ['SCUOLA SECONDARIA I GRADO I FOGLI VOLANTI', 'Scuola secondaria I grado i Fogli Volanti'],
    ['PAPA MODELLO XXIII', 'Papa Modello XXIII'],
    ['RE DI CARTA I', 'Re di Carta I'],
    ['DIREZIONE DIDATTICA N. 3', 'Direzione didattica n. 3'],
    ["I.C. D'ESEMPIO", 'I.C. D’Esempio'],
    [
      'ISTITUTO COMPRENSIVO STATALE DELLE MILLE E UNA NOTTE DI NEBBIA TRA I PINI',
      'Istituto comprensivo statale delle Mille e una Notte di Nebbia tra i Pini',
    ],
  ])('[UI-01] schools: %s', (written, read) => {
    expect(readableName(written)).toBe(read);
  });

  it.each([
    ["VIA DELL'ESEMPIO, 3/A", 'Via dell’Esempio, 3/A'],
    ['P.ZZA XXV PROVA 8B', 'P.zza XXV Prova 8B'],
    ['VIA G.PROVINO SNC', 'Via G.Provino SNC'],
  ])('[UI-01] addresses: %s', (written, read) => {
    expect(readableName(written)).toBe(read);
  });

  it('[UI-01] leaves alone what somebody wrote in mixed case, and what has nothing to read', () => {
    for (const name of ['Sant’Agata de’ Goti', 'Laboratorio «IC 5»', 'iPad', '12', ''])
      expect(readableName(name)).toBe(name);
  });

  it('[UI-01] says the same when read twice', () => {
    const once = readableName('IIS "CITTA\' DI CARTA"');
    expect(readableName(once)).toBe(once);
  });

  it('names the province only where it adds something', () => {
    expect(townName('BOLOGNA', 'BO')).toBe('Bologna');
    expect(townName('IMOLA', 'BO')).toBe('Imola (BO)');
    expect(venueWords({ name: 'IC PROVA', municipality: 'IMOLA', province: 'BO' })).toBe('IC Prova, Imola (BO)');
  });
});
