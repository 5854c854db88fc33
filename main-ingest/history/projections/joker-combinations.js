// Which jokers did finished games end with, alone and in pairs, and how many of those games were won?
// A pair is two different names in the order of their code points, joined by '+'; a game counts once for each.
fromAll().when({
  $init: () => ({ games: 0, wins: 0, jokers: {}, pairs: {} }),

  GameCompleted: (state, event) => {
    // Another workbench may keep its games on this server, under a prefix.
    if (!event.streamId.startsWith('game-')) return state;
    const won = event.data.outcome === 'win' ? 1 : 0;
    const jokers = Array.from(new Set(event.data.finalJokers || [])).sort();
    const count = (table, name) => {
      const row = table[name] || { games: 0, wins: 0 };
      table[name] = { games: row.games + 1, wins: row.wins + won };
    };
    state.games += 1;
    state.wins += won;
    jokers.forEach((joker, place) => {
      count(state.jokers, joker);
      for (const other of jokers.slice(place + 1)) count(state.pairs, `${joker}+${other}`);
    });
    return state;
  },
});
