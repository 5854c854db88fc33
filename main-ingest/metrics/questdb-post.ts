import { type Agent, request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { z } from 'zod';

const REQUEST_MS = 30_000;
/** What is read of a refusal. */
const MOST_OF_ANSWER = 4096;

const Refusal = z.object({ message: z.string() });

/**
 * Sends rows of one table in the line protocol; resolves once the server has confirmed them. The client library's own way of
 * sending ends the connection before the server has told why it refuses.
 * @param server `http://user:password@host:port`; the user may be left out
 * @throws Error with `statusCode=N` and the server's reason in its message, or of the connection
 */
export function postRows(server: URL, agent: Agent, rows: Buffer): Promise<void> {
  const { protocol, hostname, port, username, password } = server;
  const request = protocol === 'https:' ? httpsRequest : httpRequest;
  const auth = username === '' ? {} : { auth: `${decodeURIComponent(username)}:${decodeURIComponent(password)}` };
  return new Promise((resolve, reject) => {
    const posting = request(
      { hostname, port, agent, ...auth, path: '/write?precision=n', method: 'POST', timeout: REQUEST_MS },
      (answer) => {
        const { statusCode = 0 } = answer;
        let text = '';
        answer.setEncoding('utf8').on('data', (part: string) => {
          if (text.length < MOST_OF_ANSWER) text += part;
        });
        answer.once('error', reject);
        answer.once('end', () => {
          if (statusCode === 204 || statusCode === 200) resolve();
          else reject(new Error(`QuestDB refused rows, statusCode=${statusCode}: ${reasonOf(text)}`));
        });
      },
    );
    posting.once('timeout', () => posting.destroy(new Error(`timeout: no answer within ${REQUEST_MS / 1000} s`)));
    posting.once('error', reject);
    posting.end(rows);
  });
}

function reasonOf(text: string): string {
  try {
    return Refusal.parse(JSON.parse(text)).message;
  } catch {
    return text.trim() === '' ? 'no reason given' : text.trim();
  }
}
