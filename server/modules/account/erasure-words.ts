/** Of requests of erasure, for the office. */
export const erasureWords = {
  IT: {
    noSuchRequest: 'Nessuna richiesta da esaminare ha questo numero: forse è stata ritirata, o esaminata da altri.',
    heldUp_one: 'L’account ha ancora {{count}} posto in un incontro futuro: prima va liberato.',
    heldUp_other: 'L’account ha ancora {{count}} posti in incontri futuri: prima vanno liberati.',
    input: {
      reason: 'Scrivi il motivo, al massimo 1000 caratteri: la persona lo legge.',
      own: 'La tua richiesta la esamina un’altra persona.',
    },
  },
  EN: {
    noSuchRequest: 'No request to examine has this number: it may have been withdrawn, or examined by others.',
    heldUp_one: 'The account still holds {{count}} seat in a session to come: it must be released first.',
    heldUp_other: 'The account still holds {{count}} seats in sessions to come: they must be released first.',
    input: {
      reason: 'Enter the reason, at most 1000 characters: the person reads it.',
      own: 'Somebody else examines your own request.',
    },
  },
};
