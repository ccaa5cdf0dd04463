/** Keeps the notes on this device between visits, in IndexedDB: one record with all of them. Where that is not allowed, it says so. */
export interface KeptNote {
  readonly file: string;
  readonly text: string;
}

const database = "viva";
const store = "notes";
const key = "open";

/** The notes of the last visit; none when there were none or storage is not allowed. */
export async function readKept(): Promise<readonly KeptNote[]> {
  try {
    const found = await withStore("readonly", (objects) => objects.get(key));
    return Array.isArray(found) ? found.filter(isKeptNote) : [];
  } catch {
    return [];
  }
}

/** Keeps these and forgets what was kept before; false when storage is not allowed or full. */
export async function keep(notes: readonly KeptNote[]): Promise<boolean> {
  try {
    await withStore("readwrite", (objects) => (notes.length === 0 ? objects.delete(key) : objects.put(notes, key)));
    return true;
  } catch {
    return false;
  }
}

const isKeptNote = (value: unknown): value is KeptNote =>
  typeof value === "object" &&
  value !== null &&
  typeof (value as KeptNote).file === "string" &&
  typeof (value as KeptNote).text === "string";

function withStore(mode: IDBTransactionMode, act: (objects: IDBObjectStore) => IDBRequest): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(database, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(store);
    opening.onerror = () => reject(opening.error);
    opening.onblocked = () => reject(new Error("another page holds an older version of the store"));
    opening.onsuccess = () => {
      const db = opening.result;
      const transaction = db.transaction(store, mode);
      const request = act(transaction.objectStore(store));
      transaction.oncomplete = () => {
        db.close();
        resolve(request.result);
      };
      transaction.onerror = () => reject(transaction.error);
      transaction.onabort = () => reject(transaction.error);
    };
  });
}
