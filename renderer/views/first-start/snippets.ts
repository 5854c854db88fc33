/** A way to send events that works when it is pasted. */
export interface Snippet {
  readonly name: string;
  readonly text: string;
}

/** Programs for this address, each of which sends a first event. They need nothing that has to be installed. */
export function snippetsFor(address: string): readonly Snippet[] {
  const batch = `${address}/api/v1/events/batch`;
  return [
    {
      name: 'Python',
      text: `import datetime, json, os, urllib.request, uuid

WORKBENCH = "${batch}"
TOKEN = os.environ.get("WORKBENCH_TOKEN")  # from other machines

def send(events):                          # 100 to 1,000 at a time
    headers = {"Content-Type": "application/json"}
    if TOKEN:
        headers["Authorization"] = "Bearer " + TOKEN
    body = json.dumps({"events": events}).encode()
    request = urllib.request.Request(WORKBENCH, body, headers)
    with urllib.request.urlopen(request, timeout=5) as answer:
        return json.load(answer)           # answered: safe on disk

now = datetime.datetime.now(datetime.timezone.utc)
print(send([{
    "eventId": str(uuid.uuid4()),
    "eventType": "GameStarted",
    "timestamp": now.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
    "sessionId": str(uuid.uuid4()),        # one game
    "sequenceId": 0,                       # its first event
    "data": {"seed": "2SA9TFB4", "deck": "Red Deck",
             "stakes": "White", "startingMoney": 4},
}]))
`,
    },
    {
      name: 'JavaScript',
      text: `const WORKBENCH = "${batch}";
const TOKEN = process.env.WORKBENCH_TOKEN; // from other machines

async function send(events) {              // 100 to 1,000 at a time
  const headers = { "Content-Type": "application/json" };
  if (TOKEN) headers.Authorization = "Bearer " + TOKEN;
  const body = JSON.stringify({ events });
  const answer = await fetch(WORKBENCH, { method: "POST", headers, body });
  return answer.json();                    // answered: safe on disk
}

console.log(await send([{
  eventId: crypto.randomUUID(),
  eventType: "GameStarted",
  timestamp: new Date().toISOString(),
  sessionId: crypto.randomUUID(),          // one game
  sequenceId: 0,                           // its first event
  data: { seed: "2SA9TFB4", deck: "Red Deck", stakes: "White", startingMoney: 4 },
}]));
`,
    },
    {
      name: 'curl',
      text: `ID=$(cat /proc/sys/kernel/random/uuid 2>/dev/null || uuidgen)
curl -sS ${address}/api/v1/events \\
  -H "Content-Type: application/json" --data @- <<EVENT
{"eventId": "$ID", "eventType": "GameStarted",
 "timestamp": "$(date -u +%Y-%m-%dT%H:%M:%SZ)",
 "sessionId": "$ID", "sequenceId": 0,
 "data": {"seed": "2SA9TFB4", "deck": "Red Deck",
          "stakes": "White", "startingMoney": 4}}
EVENT
`,
    },
  ];
}

export interface Piece {
  readonly text: string;
  readonly kind: 'plain' | 'word' | 'string' | 'number' | 'comment';
}

const TOKENS =
  /((?:# |\/\/ )[^\n]*)|("(?:[^"\\\n]|\\.)*")|\b(import|def|if|with|as|return|const|async|await|function|curl)\b|(?<![\w"-])(\d+)\b/g;

/** A snippet in pieces that are coloured alike. */
export function pieces(text: string): Piece[] {
  const found: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(TOKENS)) {
    if (match.index > from) found.push({ text: text.slice(from, match.index), kind: 'plain' });
    const [whole, comment, string, word] = match;
    found.push({ text: whole, kind: comment ? 'comment' : string ? 'string' : word ? 'word' : 'number' });
    from = match.index + whole.length;
  }
  if (from < text.length) found.push({ text: text.slice(from), kind: 'plain' });
  return found;
}
