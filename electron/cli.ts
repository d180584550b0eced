#!/usr/bin/env node
import { enableCompileCache } from 'node:module';

// The second start finds its modules compiled: a good part of a short run. Before any import of ours, so lazily.
enableCompileCache();
const { main } = await import('./cli/main.ts');
process.exitCode = await main(process.argv);
