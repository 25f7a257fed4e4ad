// Sends a file by tus-js-client, as often as it takes: node upload.js FILE ENDPOINT [CHUNK_BYTES]. Prints the upload's URL.
import { createReadStream, statSync } from 'node:fs'
import { Upload } from 'tus-js-client'

const [file, endpoint, chunkSize] = process.argv.slice(2)
const upload = new Upload(createReadStream(file), {
  endpoint,
  uploadSize: statSync(file).size,
  chunkSize: chunkSize ? Number(chunkSize) : Infinity,
  metadata: { filename: 'tus-js.txt' },
  retryDelays: Array(50).fill(20),
  onError: (error) => {
    console.error(error.message)
    process.exit(1)
  },
  onSuccess: () => console.log(upload.url),
})
upload.start()
