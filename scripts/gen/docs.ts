/** docs/ that is generated; filled in below. */
export const generateDocs = async (_root: string): Promise<Record<string, string>> => ({});
