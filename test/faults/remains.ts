import type { Tab } from "./Session";

/** Everything of this origin that outlives the exchange, as text. */
export interface Remains {
  localStorage: string;
  indexedDB: string;
  /** With its history entries and its session storage. */
  document: string;
}

export function readRemains(page: Pick<Tab, "evaluate">): Promise<Remains> {
  return page.evaluate(async () => {
    const done = <T>(request: IDBRequest<T>) =>
      new Promise<T>(
        (resolve, reject) => (
          (request.onsuccess = () => resolve(request.result)),
          (request.onerror = () => reject(request.error!))
        ),
      );
    const dumps = (await indexedDB.databases()).map(async ({ name }) => {
      const database = await done(indexedDB.open(name!));
      const stores = Array.from(database.objectStoreNames, async (storeName) => {
        const store = database.transaction(storeName).objectStore(storeName);
        const [keys, values] = await Promise.all([done(store.getAllKeys()), done<unknown[]>(store.getAll())]);
        return { storeName, keys, values };
      });
      const content = await Promise.all(stores);
      database.close();
      return { name, content };
    });
    // Debian's WebKit has no Navigation API.
    const entries = "navigation" in window ? navigation.entries().map(({ url }) => url) : [];
    return {
      localStorage: JSON.stringify(localStorage),
      indexedDB: JSON.stringify(await Promise.all(dumps)),
      document: JSON.stringify([
        document.documentElement.outerHTML,
        location.href,
        history.state,
        entries,
        sessionStorage,
      ]),
    };
  });
}
