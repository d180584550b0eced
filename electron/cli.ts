#!/usr/bin/env node
import { enableCompileCache } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';

// The second start finds modules compiled, here and in the inference child, which inherits the variable. This
// has to come before our imports, which is why they are dynamic.
process.env.NODE_COMPILE_CACHE ??= path.join(tmpdir(), 'node-compile-cache');
enableCompileCache(process.env.NODE_COMPILE_CACHE);
const { main } = await import('./cli/main.ts');
process.exitCode = await main(process.argv);
