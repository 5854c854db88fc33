// How many games has each strategy finished and won? A game that is still running is remembered by its stream.
fromAll().when({
  $init: () => ({ running: {}, strategies: {} }),

  GameStarted: (state, event) => {
    // Another workbench may keep its games on this server, under a prefix.
    if (!event.streamId.startsWith('game-')) return state;
    state.running[event.streamId] = event.data.strategyId || '';
    return state;
  },

  GameCompleted: (state, event) => {
    if (!event.streamId.startsWith('game-')) return state;
    const strategy = state.running[event.streamId] || '';
    const row = state.strategies[strategy] || { games: 0, wins: 0 };
    delete state.running[event.streamId];
    state.strategies[strategy] = {
      games: row.games + 1,
      wins: row.wins + (event.data.outcome === 'win' ? 1 : 0),
    };
    return state;
  },
});
