import { describe, expect, test } from 'vitest';
import { EventStoreAddress, wrongEventStoreAddress } from '../../../main-ingest/history/eventstoredb-address.ts';

describe('an address of an EventStoreDB', () => {
  test('one node, its port and TLS where they are not named', () => {
    const address = new EventStoreAddress('esdb://db.lan');
    expect(address).toMatchObject({ hosts: [{ address: 'db.lan', port: 2113 }], isCluster: false, tls: true });
    expect(address.user).toBeUndefined();
    expect(address.place).toBe('db.lan:2113');
  });

  test('several nodes, a user, and options however they are written', () => {
    const address = new EventStoreAddress(
      'esdb://admin:a:b%40c@a:2113,b:2114, c?TLS=true&tls_ca_file=%2Fetc%2Fca.crt&node-preference=ReadOnlyReplica&gossipTimeout=3',
    );
    expect(address.hosts).toEqual([
      { address: 'a', port: 2113 },
      { address: 'b', port: 2114 },
      { address: 'c', port: 2113 },
    ]);
    expect(address).toMatchObject({ isCluster: true, discover: false, place: 'a:2113, b:2114, c:2113' });
    expect(address.user).toEqual({ username: 'admin', password: 'a:b@c' });
    expect(address.options).toEqual({
      tls: true,
      tlsCAFile: '/etc/ca.crt',
      nodePreference: 'read_only_replica',
      gossipTimeout: 3,
    });
  });

  test('a name that stands for a cluster, and a slash at the end', () => {
    const address = new EventStoreAddress(' esdb+discover://cluster.lan:2115/?tls=false ');
    expect(address).toMatchObject({ discover: true, isCluster: true, tls: false, place: 'cluster.lan:2115' });
  });

  test.each([
    ['http://127.0.0.1:2113', /not an address such as esdb:/],
    ['esdb://', /not an address/],
    ['esdb://a:2113,', /not an address/],
    ['esdb://a:0', /not an address/],
    ['esdb://a:70000', /not an address/],
    ['esdb://admin:kept-secret', /not an address/],
    ['esdb://admin:12/kept-secret@a', /not an address/],
    ['esdb://admin:12?kept-secret@a', /not an address/],
    ['esdb://admin:12?tls=kept-secret@a', /not an address/],
    ['esdb://kept-secret@a', /user and password/],
    ['esdb://admin:kept-secret%zz@a', /a % is written as %25/],
    ['esdb+discover://admin:kept-secret@a,b', /takes one name/],
    ['esdb://admin:kept-secret@a?tlsVerifyCert=false', /does not know the option tlsVerifyCert: .*tlsCAFile=/],
    ['esdb://admin:kept-secret@a?tls-verify-cert=true', /tlsVerifyCert: .*tlsCAFile=/],
    ['esdb://admin:kept-secret@a?maxDiscoverAtempts=3', /the option maxDiscoverAtempts; it knows tls, tlsCAFile/],
    ['esdb://admin:kept-secret@a?%6B=3', /one of the options/],
    ['esdb://admin:kept-secret@a?tls=no', /option tls must be true or false/],
    ['esdb://admin:kept-secret@a?tls', /option tls has no value/],
    ['esdb://admin:kept-secret@a?tls=true&TLS=false', /option tls is there twice/],
    ['esdb://admin:kept-secret@a?gossipTimeout=soon', /option gossipTimeout must be a whole number from 1/],
    ['esdb://admin:kept-secret@a?keepAliveInterval=-2', /option keepAliveInterval must be a whole number from -1/],
    ['esdb://admin:kept-secret@a?nodePreference=best', /option nodePreference must be one of leader, follower/],
    ['esdb://admin:kept-secret@a?tlsCAFile=50%', /option tlsCAFile must be written with %25/],
    ['esdb://admin:kept-secret@a?userKeyFile=k', /userCertFile and userKeyFile belong together/],
  ])('%s is refused in words that hold no password', (text, words) => {
    expect(wrongEventStoreAddress(text)).toMatch(words);
    expect(wrongEventStoreAddress(text)).not.toContain('kept-secret');
  });
});
