// How many games has each strategy finished and won? A game that is still running is remembered by its stream.
fromCategory('game').when({
  $init: () => ({ running: {}, strategies: {} }),

  GameStarted: (state, event) => {
    state.running[event.streamId] = event.data.strategyId || '';
    return state;
  },

  GameCompleted: (state, event) => {
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
